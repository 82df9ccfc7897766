import type { Command } from 'commander'
import { buildProgram } from '../../../src/program.ts'

/** The whole command line as --help shows it; running a command does nothing. */
const program = buildProgram(() => Promise.resolve())

/** Every command with the flags that it takes, global ones included. */
export const flagsByCommand = new Map(
  program.commands.map((command) => [command.name(), [...flagsOf(command), ...flagsOf(program)]]),
)

export const allFlags = new Set([...flagsByCommand.values()].flat())

function flagsOf(command: Command): string[] {
  const flags = command.options.flatMap(({ short, long }) => [short, long])
  return ['-h', '--help', ...flags.filter((flag) => flag !== undefined && flag !== null)]
}

/** What `pgsafe --help` prints. */
export function helpText(): string {
  let text = ''
  program.configureOutput({
    writeOut: (part) => (text += part),
    getOutHelpWidth: () => 80,
    getOutHasColors: () => false,
  })
  program.outputHelp()
  return text
}
