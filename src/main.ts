import { ExitCode } from './errors.ts'
import { redactText } from './domain/redact.ts'
import { buildProgram } from './program.ts'
import { exitCodeOf } from './program/exit-code-of.ts'
import { presentationFlagsIn, type PresentationFlags } from './program/presentation-flags.ts'
import type { RunStory } from './program/run-story.ts'
import { helpExitCode, usageErrorOf } from './program/usage-error.ts'
import { createContext } from './system/create-context.ts'
import { listenForSignals } from './system/signals.ts'
import { decideColors } from './ui/decide-colors.ts'
import { knownSecrets } from './ui/known-secrets.ts'
import { errorDocument, renderError } from './ui/render-error.ts'
import { createTerminalUi } from './ui/terminal-ui.ts'
import type { Ui } from './ui/ui.ts'
import { useColors } from './ui/style.ts'

/** How errors are shown: guessed from the words until the flags are parsed. */
let flags: PresentationFlags = presentationFlagsIn(process.argv.slice(2))
/** The command that was recognised, if any. */
let command: string | undefined

function wireUi(): Ui {
  const { env, stdout, stderr } = process
  const { color } = flags
  useColors(decideColors({ color, env, isTerminal: stderr.isTTY }))
  return createTerminalUi({
    quiet: flags.quiet === true,
    verbose: flags.verbose === true,
    json: flags.json === true,
    stdout,
    stderr,
    colorsOnStdout: decideColors({ color, env, isTerminal: stdout.isTTY }),
  })
}

const runStory: RunStory = async (given, story, needs = { programs: true }) => {
  flags = given
  const ui = wireUi()
  const signals = listenForSignals(() => ui.warn('still cleaning up, so that nothing is left half-done: please wait'))
  try {
    const words = process.argv.slice(2)
    const ctx = await createContext({ ui, signals, env: { ...process.env }, argv: words, cwd: process.cwd(), ...needs })
    process.exitCode = (await story(ctx, given)) ?? ExitCode.ok
  } finally {
    signals.dispose()
  }
}

/** Shows an error and remembers its exit code. */
function report(error: unknown): void {
  const secrets = knownSecrets(process.env, flags.url)
  const redact = (text: string): string => redactText(text, secrets)
  const ui = wireUi()
  if (flags.json === true) ui.data(JSON.stringify(errorDocument(error, redact)))
  else {
    const view = { verbose: flags.verbose === true, isTerminal: process.stderr.isTTY, redact }
    process.stderr.write(`${renderError(error, view)}\n`)
  }
  process.exitCode = exitCodeOf(error, command)
}

/** A reader that has seen enough (`pgsafe list | head`) is no failure. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

async function main(): Promise<void> {
  process.stdout.on('error', ignoreClosedPipe)
  process.stderr.on('error', ignoreClosedPipe)
  // Nothing can be trusted after these: say it and end.
  process.on('uncaughtException', (error) => {
    report(error)
    process.exit()
  })
  const program = buildProgram(runStory, process.argv[2])
  program.hook('preSubcommand', (_program, chosen) => {
    command = chosen.name()
  })
  try {
    await program.parseAsync(process.argv)
  } catch (error) {
    const shown = helpExitCode(error)
    if (shown === undefined) report(usageErrorOf(error, command))
    else process.exitCode = shown
  }
}

await main()
