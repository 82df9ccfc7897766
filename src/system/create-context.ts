import type { Ui } from '../ui/ui.ts'
import type { Context, Environment } from './context.ts'
import type { ProcessRunner } from './process-runner.ts'
import type { Signals } from './signals.ts'
import { createTerminalPrompts } from './terminal-prompts.ts'

export interface ContextParts {
  readonly ui: Ui
  readonly signals: Signals
  readonly env: Environment
  readonly argv: readonly string[]
  readonly cwd: string
  /** Whether the story starts other programs. */
  readonly programs: boolean
}

/** The context of a real run. What starts programs is loaded here, not before, and only when the story needs it. */
export async function createContext({ programs, ...parts }: ContextParts): Promise<Context> {
  const { ui, signals, env, argv, cwd } = parts
  const { stdin, stdout, stderr } = process
  return {
    process: programs ? (await import('./execa-process-runner.ts')).createProcessRunner() : noPrograms,
    prompts: createTerminalPrompts({ stdin, stdout, stderr, signal: signals.signal }),
    ui,
    env,
    argv,
    cwd,
    now: () => new Date(),
    signal: signals.signal,
    withSignals: signals.withSignals,
  }
}

const refuse = (file: string): never => {
  throw new Error(`this command starts no programs, but asked for ${file}`)
}

const noPrograms: ProcessRunner = { run: refuse, start: refuse, runInherited: refuse }
