import type { Command } from 'commander'
import type { DiffFlags } from '../commands/diff.ts'
import { countFrom } from './count-from.ts'
import { describeCommand } from './describe-command.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import { withCommonCodes } from './help-epilogue.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe diff`. */
export function declareDiff(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'diff [backup]', {
    summary: 'show what is different now: rows and schema',
    description:
      "Compares a backup with the database as it is now: the rows of every table, and tables, columns, indexes, constraints, functions and grants. Changes nothing. Without an argument: this database's newest verified backup.",
    group: 'Backups:',
    examples: [
      ['pgsafe diff', 'what has changed since the newest backup?'],
      ['pgsafe diff shop_2025-11-20T10-35-00.sql.gz', 'since that one; an id or a path will do as well'],
      ['pgsafe diff --exit-code --json', 'for scripts: 1 when anything differs'],
    ],
    exitCodes: withCommonCodes([
      [0, 'compared, whether anything differs or not'],
      [1, 'something differs (with --exit-code), or an unexpected failure'],
      [3, 'the database cannot be reached, or a program is missing'],
      [4, 'there is no such backup, or a table stays locked'],
      [7, 'the backup is damaged'],
    ]),
  })
    .option('--exit-code', 'end with 1 when anything differs')
    .option('--lock-wait-timeout <seconds>', 'how long to wait for a locked table', countFrom(1))
    .action((reference: string | undefined, _flags: unknown, command: Command) =>
      run<DiffFlags>(flagsOf(command), async (ctx, flags) =>
        (await import('../commands/diff.ts')).runDiff(ctx, flags, reference),
      ),
    )
  addGlobalOptions(command)
}
