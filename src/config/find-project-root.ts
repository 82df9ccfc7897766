import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Where a configuration may stand, the first one that exists in a directory wins. package.json counts with a `pgsafe` key. */
export const configFileNames = [
  'package.json',
  '.pgsaferc',
  '.pgsaferc.json',
  '.pgsaferc.yaml',
  '.pgsaferc.yml',
  '.pgsaferc.js',
  '.pgsaferc.ts',
  '.pgsaferc.mjs',
  '.pgsaferc.cjs',
  'pgsafe.config.js',
  'pgsafe.config.ts',
  'pgsafe.config.mjs',
  'pgsafe.config.cjs',
] as const

/**
 * The directories that can belong to the project: `cwd` and its ancestors, up to the repository's root, else the home
 * directory, else the file system's root.
 */
export function projectDirectories(cwd: string, home: string | undefined): string[] {
  const directories = [cwd]
  let directory = cwd
  while (directory !== home && !existsSync(join(directory, '.git')) && dirname(directory) !== directory) {
    directory = dirname(directory)
    directories.push(directory)
  }
  return directories
}

/** The files in those directories that may be the configuration, nearest first. */
export function findConfigFiles(directories: readonly string[]): string[] {
  return directories.flatMap((directory) => configFileNames.map((name) => join(directory, name))).filter(existsSync)
}

/** The nearest of those directories with a config file or a package.json, else `cwd`: `.env` and `backups` live there. */
export function findProjectRoot(cwd: string, home: string | undefined): string {
  const directories = projectDirectories(cwd, home)
  return directories.find((directory) => findConfigFiles([directory]).length > 0) ?? cwd
}
