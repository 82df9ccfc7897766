import type { PackageScripts, Project } from './segment.ts'

/** A workspace by its path, or by its package's name through the link that package managers put into node_modules. */
export function findWorkspace(name: string, directory: string, project: Project): PackageScripts | undefined {
  const root = project.packageScripts(directory)?.directory ?? directory
  return [name, `node_modules/${name}`]
    .flatMap((path) => [project.resolvePath(directory, path), project.resolvePath(root, path)])
    .map((path) => project.packageScripts(path))
    .find((found) => found !== undefined && found.directory !== root)
}
