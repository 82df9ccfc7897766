/** The files of a project, by their paths from its root. */
export interface ProjectFiles {
  /** undefined when there is no such text file. */
  readonly read: (path: string) => string | undefined
  /** The names in a folder; empty when there is none. */
  readonly list: (path: string) => readonly string[]
  /** The `schema` parameter of the database's URL, which is Prisma's. */
  readonly urlSchema: string | undefined
  /** The version of a package in node_modules, there or above. */
  readonly installed: (name: string) => string | undefined
}

interface PackageFile {
  readonly dependencies?: Readonly<Record<string, unknown>>
  readonly devDependencies?: Readonly<Record<string, unknown>>
  readonly scripts?: Readonly<Record<string, unknown>>
  readonly prisma?: { readonly schema?: unknown; readonly seed?: unknown }
}

/** What package.json says of the tools that a project uses. */
export interface ProjectView extends ProjectFiles {
  /** In package.json itself: needed where its files could be anybody's (`migrations`). */
  readonly declares: (name: string) => boolean
  /** In package.json, or installed where this project finds it: a workspace may declare it further up. */
  readonly dependsOn: (name: string) => boolean
  /** As evidence: "knex in package.json". */
  readonly whereIs: (name: string) => string
  /** The major version that is installed, else the one that is asked for. */
  readonly major: (name: string) => number | undefined
  readonly scripts: readonly string[]
  readonly prisma: { readonly schema: string | undefined; readonly seed: boolean }
}

export function viewProject(files: ProjectFiles): ProjectView {
  const own = parsePackage(files.read('package.json') ?? '{}')
  const asked: Readonly<Record<string, unknown>> = { ...own.dependencies, ...own.devDependencies }
  const declares = (name: string) => Object.hasOwn(asked, name)
  return {
    ...files,
    declares,
    dependsOn: (name) => declares(name) || files.installed(name) !== undefined,
    whereIs: (name) => `${name} in ${declares(name) ? 'package.json' : 'node_modules'}`,
    major: (name) => majorOf(files.installed(name) ?? textOf(asked[name])),
    scripts: Object.values(own.scripts ?? {}).map(textOf),
    prisma: {
      schema: typeof own.prisma?.schema === 'string' ? own.prisma.schema : undefined,
      seed: own.prisma?.seed !== undefined,
    },
  }
}

/** The first of these files that there is. */
export function findFile(project: ProjectFiles, paths: readonly string[]): string | undefined {
  return paths.find((path) => project.read(path) !== undefined)
}

/** `name.ts`, `name.js` … */
export function withEndings(name: string, endings: readonly string[] = scriptEndings): string[] {
  return endings.map((ending) => `${name}.${ending}`)
}

const scriptEndings = ['ts', 'js', 'mjs', 'cjs', 'mts', 'cts']

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function majorOf(version: string): number | undefined {
  const found = /^[\^~>=v\s]*(\d+)/.exec(version)?.[1]
  return found === undefined ? undefined : Number(found)
}

function parsePackage(text: string): PackageFile {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch (error) {
    // npm itself would refuse such a package.json: it is evidence of nothing.
    if (error instanceof SyntaxError) return {}
    throw error
  }
}
