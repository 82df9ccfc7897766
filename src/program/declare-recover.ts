import type { Command } from 'commander'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe recover`. */
export function declareRecover(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'recover', {
    summary: 'bring to an end what killed runs had begun',
    description:
      'After a crash: finishes or rolls back the runs that were killed, and removes what they left in the store and on the server. Commands that connect do the same by themselves; this one says what there was, and asks about databases it cannot explain.',
    group: 'Bringing back:',
    examples: [
      ['pgsafe recover --dry-run', 'what is there'],
      ['pgsafe recover', 'put it right'],
    ],
    exitCodes: withCommonCodes([
      [0, 'done, also when there was nothing to do'],
      [3, 'a killed run has to be settled on a server that cannot be reached'],
      [8, 'another run is working on this store'],
    ]),
  }).action((_flags: unknown, command: Command) =>
    run(flagsOf(command), async (ctx, flags) => (await import('../commands/recover.ts')).runRecover(ctx, flags)),
  )
  addGlobalOptions(command)
}
