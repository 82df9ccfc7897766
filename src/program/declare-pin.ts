import type { Command } from 'commander'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe pin`. */
export function declarePin(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'pin <backup>', {
    summary: 'keep a backup for ever',
    description: 'Marks a backup so that no retention rule removes it.',
    group: 'Backups:',
    examples: [['pgsafe pin shop_2025-11-20T10-35-00.sql.gz', 'by name; an id or a path will do as well']],
    exitCodes: withCommonCodes([
      [3, 'the store cannot be written'],
      [4, 'there is no such backup'],
      [8, 'another run is working on this store'],
    ]),
  }).action((reference: string, _flags: unknown, command: Command) =>
    run(flagsOf(command), async (ctx, flags) => (await import('../commands/pin.ts')).runPin(ctx, flags, reference)),
  )
  addGlobalOptions(command)
}
