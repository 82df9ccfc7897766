import type { Command } from 'commander'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe unprotect`. */
export function declareUnprotect(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'unprotect', {
    summary: 'take the mark of protect away',
    description:
      'Takes the mark of `pgsafe protect` out of the comment of the database; the rest of the comment stays. The name of the database must be typed, or given with --confirm.',
    group: 'Guarding:',
    examples: [
      ['pgsafe unprotect', 'asks for the name of the database'],
      ['pgsafe unprotect --confirm shop', 'without a question'],
    ],
    exitCodes: withCommonCodes([
      [3, 'the server cannot be reached, or the role is not the owner'],
      [4, 'cancelled, or nobody could be asked'],
    ]),
  }).action((_flags: unknown, command: Command) =>
    run(flagsOf(command), async (ctx, flags) => (await import('../commands/unprotect.ts')).runUnprotect(ctx, flags)),
  )
  addGlobalOptions(command)
}
