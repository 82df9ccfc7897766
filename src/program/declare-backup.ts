import { Option, type Command } from 'commander'
import type { BackupFlags } from '../commands/backup.ts'
import { connecting } from './connecting.ts'
import { countFrom } from './count-from.ts'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe backup`. */
export function declareBackup(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'backup', {
    summary: 'make one verified backup',
    description:
      'Makes a backup of the database and proves it readable before it counts. Shows what it will do and asks, unless --auto or --yes is given. Prunes old backups afterwards.',
    group: 'Backups:',
    examples: [
      ['pgsafe backup', 'look, confirm, back up'],
      ['pgsafe backup --auto --compress', 'for scripts and cron: no questions, gzip'],
      ['pgsafe backup --pin --label before-2.0', 'a backup that is kept for ever'],
    ],
    exitCodes: withCommonCodes([
      [0, 'the backup is written and verified'],
      [3, 'found before anything was written: tools, connection, rights, disk'],
      [4, 'cancelled, or nobody could be asked'],
      [5, 'the backup failed while it was written; nothing is left of it'],
      [7, 'the backup was written but did not prove readable'],
      [8, 'another run is working on this store'],
    ]),
  })
    .option('--auto', 'no questions (the same as --yes)')
    .addOption(
      new Option('--compress [method]', 'compress: gzip or zstd').choices(['gzip', 'zstd', 'none']).preset('gzip'),
    )
    .addOption(new Option('--no-compress', 'do not compress, whatever the configuration says').preset('none'))
    .addOption(new Option('--format <format>', 'how it is written').choices(['plain', 'custom', 'directory']))
    .option('-j, --jobs <number>', 'parallel dump jobs (directory format)', countFrom(1))
    .option('--label <text>', 'a note shown in lists')
    .option('--pin', 'never remove it')
    .option('--file <path>', 'write to this path, outside the store; never overwrites')
    .option('--lock-wait-timeout <seconds>', 'how long to wait for a locked table', countFrom(1))
    .option('--no-prune', 'leave old backups alone this time')
    .action((_flags: unknown, command: Command) =>
      run<BackupFlags>(
        flagsOf(command),
        connecting(async (ctx, flags) => (await import('../commands/backup.ts')).runBackup(ctx, flags)),
      ),
    )
  addGlobalOptions(command)
}
