import type { Command } from 'commander'
import type { UndoFlags } from '../commands/undo.ts'
import { connecting } from './connecting.ts'
import { countFrom } from './count-from.ts'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe undo`. */
export function declareUndo(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'undo [id]', {
    summary: 'put back what the last guard, reset or restore replaced',
    description: 'Puts back what the last guard, reset or restore replaced. A second undo reverses the first.',
    group: 'Bringing back:',
    examples: [
      ['pgsafe undo', 'the last step'],
      ['pgsafe undo --list', 'what can be undone'],
    ],
    exitCodes: withCommonCodes([
      [0, 'the database is what it was before'],
      [3, 'found before anything was touched: tools, connection, rights, disk'],
      [4, 'cancelled, or nothing to undo'],
      [6, 'the restore failed; the database is as it was'],
      [7, 'the backup is damaged; nothing was touched'],
      [8, 'another run is working on this store'],
    ]),
  })
    .option('--list', 'show what can be undone, and do nothing')
    .option('--to <database>', 'what was done to this database of the same server')
    .option('-j, --jobs <number>', 'parallel jobs, where a backup is put back', countFrom(1))
    .action((id: string | undefined, _flags: unknown, command: Command) =>
      run<UndoFlags>(
        flagsOf(command),
        connecting(async (ctx, flags) => (await import('../commands/undo.ts')).runUndo(ctx, flags, id), {
          unless: ({ list }) => list === true,
        }),
      ),
    )
  addGlobalOptions(command)
}
