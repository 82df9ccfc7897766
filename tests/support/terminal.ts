import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { cleanEnvironment } from './clean-environment.ts'
import { assertOutsideRepository, pgsafeBin } from './run-pgsafe.ts'

const execute = promisify(execFile)

export interface TerminalOptions {
  /** Arguments of the pgsafe that runs in it. */
  readonly args: readonly string[]
  readonly cwd: string
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cols?: number
  readonly rows?: number
}

export interface Terminal {
  /** Types text as it is, without Enter. */
  type(text: string): Promise<void>
  /** Presses a key by tmux's name: Enter, C-c, Up, BSpace … */
  press(key: string): Promise<void>
  /** What a person sees now, everything that scrolled away above it; without colours. */
  screen(): Promise<string>
  /** The same with its colour sequences. */
  coloredScreen(): Promise<string>
  /** Waits until the screen holds the text; throws with the screen when it never does. */
  waitFor(text: string | RegExp, timeoutMs?: number): Promise<string>
  /** Waits for the program's end. */
  exitCode(timeoutMs?: number): Promise<number>
  close(): Promise<void>
}

/** Whether this machine can open one; tests that need it say so loudly when not. */
export function hasTmux(): boolean {
  try {
    execFileSync('tmux', ['-V'], { stdio: 'ignore' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

/** Runs the built pgsafe in a real terminal, on a tmux server of its own. Close it in the end. */
export async function openTerminal(options: TerminalOptions): Promise<Terminal> {
  assertOutsideRepository(options.cwd)
  const home = mkdtempSync(join(tmpdir(), 'pgsafe-terminal-'))
  const tmux = async (...args: string[]): Promise<string> =>
    (await execute('tmux', ['-S', join(home, 'socket'), '-f', join(home, 'conf'), ...args])).stdout
  const capture = async (...flags: string[]): Promise<string> =>
    (await tmux('capture-pane', '-p', '-S', '-', '-t', 'main', ...flags)).trimEnd()
  const { cols = 80, rows = 30 } = options
  writeFileSync(join(home, 'conf'), 'set -g history-limit 5000\nset -g escape-time 0\n')
  writeFileSync(join(home, 'run.sh'), startScript(options, home))
  await tmux('new-session', '-d', '-s', 'main', '-x', String(cols), '-y', String(rows), `sh ${join(home, 'run.sh')}`)
  return {
    type: async (text) => void (await tmux('send-keys', '-t', 'main', '-l', '--', text)),
    press: async (key) => void (await tmux('send-keys', '-t', 'main', key)),
    screen: () => capture('-J'),
    coloredScreen: () => capture('-e'),
    waitFor: (wanted, timeoutMs = 20_000) => {
      const found = (screen: string) => (typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen))
      return poll(() => capture('-J'), { found, timeoutMs, wanted: String(wanted) })
    },
    exitCode: async (timeoutMs = 20_000) => {
      const read = async () => (existsSync(join(home, 'status')) ? readFileSync(join(home, 'status'), 'utf8') : '')
      return Number(await poll(read, { found: (text) => text !== '', timeoutMs, wanted: 'the end of the program' }))
    },
    close: async () => {
      await tmux('kill-server')
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/**
 * Starts pgsafe in a clean environment (tmux hands its own on to what it runs) and leaves its exit code in `status`. The
 * shell outlives Ctrl-C and stays, so that the last screen can be read.
 */
function startScript({ args, cwd, env }: TerminalOptions, home: string): string {
  const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`
  const variables = Object.entries(cleanEnvironment({ TERM: 'screen-256color', ...env })).map(([k, v]) => `${k}=${v}`)
  const words = ['env', '-i', ...variables, process.execPath, pgsafeBin, ...args].map(quote).join(' ')
  const leaveStatus = 'echo $? > status.part; mv status.part status; exec sleep 100000'
  return `trap : INT TERM HUP\ncd ${quote(cwd)}\n${words}\n${leaveStatus.replaceAll('status', join(home, 'status'))}\n`
}

interface Poll {
  readonly found: (text: string) => boolean
  readonly timeoutMs: number
  readonly wanted: string
}

async function poll(read: () => Promise<string>, { found, timeoutMs, wanted }: Poll): Promise<string> {
  const end = Date.now() + timeoutMs
  let text = await read()
  while (!found(text)) {
    if (Date.now() > end) throw new Error(`the terminal never showed ${wanted}; it shows:\n${text}`)
    await sleep(50)
    text = await read()
  }
  return text
}
