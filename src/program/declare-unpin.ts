import type { Command } from 'commander'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe unpin`. */
export function declareUnpin(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'unpin <backup>', {
    summary: 'let retention decide about a pinned backup again',
    description: 'Takes the mark of `pgsafe pin` away. Removes nothing by itself.',
    group: 'Backups:',
    examples: [['pgsafe unpin shop_2025-11-20T10-35-00.sql.gz', 'by name; an id or a path will do as well']],
    exitCodes: withCommonCodes([
      [3, 'the store cannot be written'],
      [4, 'there is no such backup'],
      [8, 'another run is working on this store'],
    ]),
  }).action((reference: string, _flags: unknown, command: Command) =>
    run(flagsOf(command), async (ctx, flags) => (await import('../commands/unpin.ts')).runUnpin(ctx, flags, reference)),
  )
  addGlobalOptions(command)
}
