import type { Command } from 'commander'
import { helpEpilogue, type Example, type ExitCodeLine } from './help-epilogue.ts'

export interface CommandHelp {
  /** One line in the list of commands. */
  readonly summary: string
  /** The first paragraph of the command's own help. */
  readonly description: string
  /** Heading in the list of commands. */
  readonly group: string
  readonly examples: readonly Example[]
  /** All that it can end with. */
  readonly exitCodes: readonly ExitCodeLine[]
}

/**
 * Declares a command with its help. `usage` is its name and arguments. Always through `program.command`: a command that is
 * added ready-made does not inherit how the program handles errors.
 */
export function describeCommand(program: Command, usage: string, help: CommandHelp): Command {
  return program
    .command(usage)
    .summary(help.summary)
    .description(help.description)
    .helpGroup(help.group)
    .optionsGroup('Options:')
    .addHelpText('after', helpEpilogue(help.examples, help.exitCodes))
}
