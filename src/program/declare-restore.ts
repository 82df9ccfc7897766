import { Option, type Command } from 'commander'
import type { RestoreFlags } from '../commands/restore.ts'
import type { GlobalFlags } from '../config/global-flags.ts'
import { connecting } from './connecting.ts'
import { countFrom } from './count-from.ts'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe restore`. */
export function declareRestore(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'restore [backup]', {
    summary: 'bring a backup back',
    description:
      'Builds the backup beside the database, compares it, and only then swaps the two. The replaced database is kept for `pgsafe undo`. Without an argument: choose from a numbered list.',
    group: 'Bringing back:',
    examples: [
      ['pgsafe restore', 'choose from the list'],
      ['pgsafe restore --latest', 'the newest verified backup of this database'],
      ['pgsafe restore --latest --to shop_copy', 'into another database on the same server'],
      ['pgsafe restore --file dumps/old.sql.gz --trust', 'a file that pgsafe did not make'],
    ],
    exitCodes: withCommonCodes([
      [0, 'the database is what the backup says'],
      [3, 'found before anything was touched: tools, connection, rights, disk'],
      [4, 'cancelled, refused, or nothing to restore'],
      [6, 'the restore failed; the database is as it was'],
      [7, 'the backup is damaged or not safe to load; nothing was touched'],
      [8, 'another run is working on this store'],
    ]),
  })
    .addOption(new Option('--latest', 'the newest verified backup of this database').conflicts(['file', 'id']))
    .addOption(new Option('--file <path>', 'this file, by name in the store or by path').conflicts(['latest', 'id']))
    .addOption(new Option('--id <id>', 'the backup with this id').conflicts(['latest', 'file']))
    .option('--to <database>', 'restore into this database of the same server')
    .option('-j, --jobs <number>', 'parallel jobs (of plain files: for their indexes)', countFrom(1))
    .option('--no-owner', 'do not restore who owns what')
    .option('--no-acl', 'do not restore grants')
    .option('--force-target', 'also onto a database that the backup does not come from')
    .option('--in-place', 'in one transaction, without a second database beside it')
    .option('--no-keep', 'do not keep the replaced database')
    .option('--no-analyze', 'leave the planner statistics to autovacuum')
    .action((reference: string | undefined, _flags: unknown, command: Command) => {
      const flags: RestoreFlags & GlobalFlags = flagsOf(command)
      const others = [flags.latest, flags.file, flags.id].filter((flag) => flag !== undefined)
      if (reference !== undefined && others.length > 0)
        command.error('name one backup: an argument or a flag, not both')
      return run(
        flags,
        connecting(async (ctx, flags) => (await import('../commands/restore.ts')).runRestore(ctx, flags, reference)),
      )
    })
  addGlobalOptions(command)
}
