import type { Command } from 'commander'
import type { PruneFlags } from '../commands/prune.ts'
import { countFrom } from './count-from.ts'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe prune`. */
export function declarePrune(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'prune', {
    summary: 'remove old backups, and say why each is kept or removed',
    description:
      'Removes backups that are older than the age and that no rule keeps. Never the newest verified one of a database, a pinned one, the last one made before a destructive command, or a file that pgsafe did not make. What is kept on the server (pgsafe list) follows its own rule, keptDatabases.',
    group: 'Backups:',
    examples: [
      ['pgsafe prune --dry-run', 'what would go, and why the rest stays'],
      ['pgsafe prune --days 7 --keep-weekly 4 --yes', 'a week of everything, a month of weeks, no question'],
    ],
    exitCodes: withCommonCodes([
      [3, 'the store cannot be written'],
      [4, 'cancelled, or nobody could be asked'],
      [8, 'another run is working on this store'],
    ]),
  })
    .option('--days <number>', 'keep everything younger than this; 0 keeps for ever', countFrom(0))
    .option('--keep-last <number>', 'keep the newest so many', countFrom(0))
    .option('--keep-daily <number>', 'keep one a day for so many days', countFrom(0))
    .option('--keep-weekly <number>', 'keep one a week for so many weeks', countFrom(0))
    .option('--keep-monthly <number>', 'keep one a month for so many months', countFrom(0))
    .action((_flags: unknown, command: Command) =>
      run<PruneFlags>(flagsOf(command), async (ctx, flags) =>
        (await import('../commands/prune.ts')).runPrune(ctx, flags),
      ),
    )
  addGlobalOptions(command)
}
