import type { Command } from 'commander'
import type { VerifyFlags } from '../commands/verify.ts'
import { countFrom } from './count-from.ts'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe verify`. */
export function declareVerify(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'verify [backup]', {
    summary: 'prove that a backup is still whole',
    description:
      "Reads a backup from disk to its end: checksum, decoding, completeness and rows per table. Never connects, except with --restore. Without an argument: this database's newest backup.",
    group: 'Backups:',
    examples: [
      ['pgsafe verify', 'the newest backup'],
      ['pgsafe verify --restore', 'the strongest proof: restore it, compare, throw the copy away'],
      ['pgsafe verify shop_2025-11-20T10-35-00.sql.gz', 'one by name; an id or a path will do as well'],
    ],
    exitCodes: withCommonCodes([
      [0, 'the backup is whole'],
      [3, 'a program, or with --restore a connection or right, is missing'],
      [4, 'there is no such backup'],
      [7, 'the backup is damaged, or cannot be restored'],
      [8, 'another run is working on this store'],
    ]),
  })
    .option('--restore', 'also restore it into a scratch database, and compare')
    .option('-j, --jobs <number>', 'parallel jobs of --restore (of plain files: for their indexes)', countFrom(1))
    .action((reference: string | undefined, _flags: unknown, command: Command) =>
      run<VerifyFlags>(flagsOf(command), async (ctx, flags) =>
        (await import('../commands/verify.ts')).runVerify(ctx, flags, reference),
      ),
    )
  addGlobalOptions(command)
}
