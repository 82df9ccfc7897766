import type { Readable, Writable } from 'node:stream'
import type { Environment } from './context.ts'

/** How a child ended. Never thrown: the caller decides what a non-zero code means. Always look at code *and* signal. */
export interface Finished {
  readonly exitCode: number | undefined
  readonly signal: NodeJS.Signals | undefined
  /** Empty when stdout was a stream. */
  readonly stdout: string
  /** The last 64 KiB. */
  readonly stderr: string
  /** ENOENT, EACCES … when the child could not be started at all. */
  readonly spawnError: string | undefined
  readonly timedOut: boolean
}

export interface RunOptions {
  /** The child's whole environment: nothing is inherited. */
  readonly env: Environment
  readonly cwd?: string
  readonly input?: string
  readonly timeoutMs?: number
  /** Gets each line of stderr; true: it is of no further use, and `stderr` goes without it. */
  readonly onErrorLine?: (line: string) => boolean
  /** Aborting terminates the child (SIGTERM, after 5 s SIGKILL). */
  readonly signal?: AbortSignal
  /** Run as this user: only when we are root (a PostgreSQL server refuses to be). */
  readonly uid?: number
  readonly gid?: number
}

export interface Running {
  readonly pid: number | undefined
  readonly stdin: Writable
  /** Waits for its reader, however late; must be read (or resumed) for `done` to come. */
  readonly stdout: Readable
  readonly done: Promise<Finished>
  kill(signal?: NodeJS.Signals): void
}

/** The only door to other programs: no shell, arguments as an array, secrets never among them. */
export interface ProcessRunner {
  /** Runs to the end and captures stdout and stderr as text. */
  run(file: string, args: readonly string[], options: RunOptions): Promise<Finished>
  /** Starts with stdin and stdout as streams; stderr is captured. */
  start(file: string, args: readonly string[], options: RunOptions): Running
  /** The user's own command: stdio inherited, `env` whole, `node_modules/.bin` of cwd and its parents first on PATH. */
  runInherited(
    file: string,
    args: readonly string[],
    options: {
      readonly env: Environment
      readonly cwd: string
      readonly onStart?: (child: Pick<Running, 'pid' | 'kill'>) => void
    },
  ): Promise<Finished>
}
