import type { Ui } from '../ui/ui.ts'
import type { Context, Environment } from './context.ts'
import type { Signals } from './signals.ts'
import { createTerminalPrompts } from './terminal-prompts.ts'

export interface ContextParts {
  readonly ui: Ui
  readonly signals: Signals
  readonly env: Environment
  readonly cwd: string
}

/** The context of a real run. What starts programs is loaded here, not before: `--help` has no use for it. */
export async function createContext({ ui, signals, env, cwd }: ContextParts): Promise<Context> {
  const { createProcessRunner } = await import('./execa-process-runner.ts')
  return {
    process: createProcessRunner(),
    prompts: createTerminalPrompts({ stdin: process.stdin, stderr: process.stderr, signal: signals.signal }),
    ui,
    env,
    cwd,
    now: () => new Date(),
    signal: signals.signal,
    withSignals: signals.withSignals,
  }
}
