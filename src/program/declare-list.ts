import type { Command } from 'commander'
import { runList, type ListFlags } from '../commands/list.ts'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe list`. */
export function declareList(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'list', {
    summary: "show this database's backups, newest first",
    description: 'Shows the backups of this database, newest first. Reads the store only: never connects.',
    group: 'Backups:',
    examples: [
      ['pgsafe list', "this database's backups"],
      ['pgsafe list --all', 'everything in the store, also of other databases'],
      ['pgsafe list --json', 'the same for programs'],
    ],
    exitCodes: withCommonCodes([]),
  })
    .option('--all', 'backups of every database in the store')
    .action((_flags: unknown, command: Command) =>
      // Not loaded later, as the other commands are: most of what it needs is what they all need.
      run<ListFlags>(flagsOf(command), runList, { programs: false }),
    )
  addGlobalOptions(command)
}
