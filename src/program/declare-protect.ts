import type { Command } from 'commander'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe protect`. */
export function declareProtect(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'protect', {
    summary: 'mark the database: its name must be typed from now on',
    description:
      'Marks the database for every pgsafe on every machine: guard, restore, undo and reset want its name typed (or --confirm), and --yes never suffices. The mark is a tag in the comment of the database, beside your own text; its owner may write it.',
    group: 'Guarding:',
    examples: [
      ['pgsafe protect', 'the database of DATABASE_URL, after a y/n'],
      ['pgsafe protect --yes --json', 'in a script that sets up a server'],
    ],
    exitCodes: withCommonCodes([
      [3, 'the server cannot be reached, or the role is not the owner'],
      [4, 'cancelled, or nobody could be asked'],
    ]),
  }).action((_flags: unknown, command: Command) =>
    run(flagsOf(command), async (ctx, flags) => (await import('../commands/protect.ts')).runProtect(ctx, flags)),
  )
  addGlobalOptions(command)
}
