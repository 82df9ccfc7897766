import { PassThrough, type Readable } from 'node:stream'
import { execa } from 'execa'
import type { Finished, ProcessRunner, RunOptions, Running } from './process-runner.ts'
import { collectTail } from './collect-tail.ts'

type InheritedOptions = Parameters<ProcessRunner['runInherited']>[2]

/** Real child processes through execa. A failing child is a result here, never an exception. */
export function createProcessRunner(): ProcessRunner {
  return { run, start, runInherited }
}

async function run(file: string, args: readonly string[], options: RunOptions): Promise<Finished> {
  const child = execa(file, args, {
    ...childOptions(options),
    ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
    buffer: { stdout: true, stderr: false },
  })
  const stderr = collectTail(child.stderr, options.onErrorLine)
  const result = await child
  return finished(child.pid, result, { stdout: result.stdout, stderr: stderr() })
}

function start(file: string, args: readonly string[], options: RunOptions): Running {
  const child = execa(file, args, { ...childOptions(options), buffer: false })
  const stderr = collectTail(child.stderr, options.onErrorLine)
  let killed = false
  const stdout = unreadOutput(child.stdout)
  child.once('exit', (_code, signal) => {
    // Nobody may be reading any more, and `done` waits for the end of stdout.
    if (killed || signal !== null || options.signal?.aborted === true) child.stdout.destroy()
  })
  // A child that ends before reading all breaks the pipe: `done` says how it ended, the write itself adds nothing.
  child.stdin.on('error', () => undefined)
  return {
    pid: child.pid,
    stdin: child.stdin,
    stdout,
    done: child.then((result) => finished(child.pid, result, { stdout: '', stderr: stderr() })),
    kill: (signal) => {
      killed = true
      child.kill(signal)
    },
  }
}

async function runInherited(file: string, args: readonly string[], options: InheritedOptions): Promise<Finished> {
  const child = execa(file, args, {
    cwd: options.cwd,
    env: options.env,
    extendEnv: false,
    preferLocal: true,
    localDir: options.cwd,
    stdio: 'inherit',
    reject: false,
    windowsHide: false,
    // How long the user's command takes to end after a signal is its own business.
    forceKillAfterDelay: false,
  })
  if (child.pid !== undefined) options.onStart?.({ pid: child.pid, kill: (signal) => void child.kill(signal) })
  return finished(child.pid, await child, { stdout: '', stderr: '' })
}

/** Outside of our process group: Ctrl-C in a terminal reaches us alone, and we decide what becomes of the child. */
function childOptions({ env, cwd, timeoutMs, signal, uid, gid }: RunOptions) {
  return {
    env,
    extendEnv: false,
    reject: false,
    stripFinalNewline: false,
    detached: process.platform !== 'win32',
    ...(cwd === undefined ? {} : { cwd }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(signal === undefined ? {} : { cancelSignal: signal }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  } as const
}

/** execa throws away what nobody reads at once; this stream waits for its reader, and ends when the child's own breaks off. */
function unreadOutput(childStdout: Readable): Readable {
  const waiting = new PassThrough()
  childStdout.pipe(waiting)
  childStdout.once('close', () => waiting.end())
  waiting.once('close', () => childStdout.destroy())
  return waiting
}

interface ExecaResult {
  readonly exitCode?: number | undefined
  readonly signal?: string | undefined
  readonly code?: string | undefined
  readonly timedOut: boolean
}

function finished(
  pid: number | undefined,
  { exitCode, signal, code, timedOut }: ExecaResult,
  output: Pick<Finished, 'stdout' | 'stderr'>,
): Finished {
  return {
    ...output,
    exitCode,
    signal: signal as NodeJS.Signals | undefined,
    spawnError: pid === undefined ? (code ?? 'unknown') : undefined,
    timedOut,
  }
}
