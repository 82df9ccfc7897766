import type { ShellInput } from './parse-shell.ts'

/** One command that will really run, once launchers, scripts and shells are seen through. */
export interface Segment {
  /** The program by its catalogue name where it has one, then its arguments; a shell's `$NAME` stays as written. */
  readonly words: readonly string[]
  /** Variables set on the way (`A=b cmd`, `cross-env`): over the environment of pgsafe. */
  readonly env: Readonly<Record<string, string>>
  /** Absolute. */
  readonly directory: string
  /** What was seen through, outermost first: `npm run db:reset`, `npx`. */
  readonly via: readonly string[]
  /** Words in which a shell's variable or substitution stands: what it becomes is not known. */
  readonly expanded: readonly string[]
  /** What a shell feeds to its standard input; undefined: what pgsafe's own is. */
  readonly input: ShellInput | undefined
  /** It runs in a container or on another host, where addresses mean something else: how it gets there. */
  readonly elsewhere: string | undefined
  /** Why it could not be followed further. */
  readonly unclear: string | undefined
  /** The package scripts entered on the way, so that a circle ends. */
  readonly scripts: readonly string[]
}

export interface PackageScripts {
  /** Where the package.json stands, and its scripts run. Absolute. */
  readonly directory: string
  readonly scripts: Readonly<Record<string, string>>
}

/** What must be known of the files around a command. */
export interface Project {
  /** The package.json that rules in a directory: there or in the nearest directory above. */
  readonly packageScripts: (directory: string) => PackageScripts | undefined
  readonly resolvePath: (directory: string, path: string) => string
}
