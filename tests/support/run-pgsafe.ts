import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import { text } from 'node:stream/consumers'
import { cleanEnvironment } from './clean-environment.ts'

const repository = realpathSync(join(import.meta.dirname, '../..'))

/** The built program, as users start it. */
export const pgsafeBin = join(repository, 'bin/pgsafe.js')

export interface PgsafeRun {
  /** A temporary directory: never the repository, where a run could find a configuration or leave backups. */
  readonly cwd: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Written to stdin, which is then closed: never a terminal. */
  readonly input?: string
  /** Run it as this user: only when we are root. */
  readonly uid?: number
  readonly gid?: number
  /** Gets the process as soon as it runs: to signal it. */
  readonly onStart?: (child: { readonly pid?: number | undefined; kill(signal: NodeJS.Signals): boolean }) => void
}

export interface PgsafeOutcome {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built pgsafe without a terminal, in a clean environment, to its end. */
export async function runPgsafe(args: readonly string[], run: PgsafeRun): Promise<PgsafeOutcome> {
  assertOutsideRepository(run.cwd)
  if (!existsSync(join(repository, 'dist/main.js'))) throw new Error('dist is missing: npm run build')
  const child = spawn(process.execPath, [pgsafeBin, ...args], {
    cwd: run.cwd,
    env: cleanEnvironment(run.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    ...(run.uid === undefined ? {} : { uid: run.uid }),
    ...(run.gid === undefined ? {} : { gid: run.gid }),
  })
  run.onStart?.(child)
  // A program that ends without reading its input is no failure of the test.
  child.stdin.on('error', () => undefined).end(run.input ?? '')
  const ended = new Promise<Pick<PgsafeOutcome, 'exitCode' | 'signal'>>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) => resolve({ exitCode, signal }))
  })
  const [stdout, stderr, end] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { ...end, stdout, stderr }
}

/** Throws when the directory is the repository or lies in it. */
export function assertOutsideRepository(cwd: string): void {
  const real = realpathSync(cwd)
  if (real === repository || real.startsWith(repository + sep)) throw new Error(`tests must not run pgsafe in ${real}`)
}
