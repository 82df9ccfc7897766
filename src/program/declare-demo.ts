import type { Command } from 'commander'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe demo`. */
export function declareDemo(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'demo', {
    summary: 'see it all on a throw-away server',
    description:
      'Starts a throw-away PostgreSQL server, fills a small shop, wipes it under guard, restores it and proves that every row is back. Touches nothing of yours and leaves nothing behind.',
    group: 'Help:',
    examples: [['pgsafe demo', 'takes a few seconds']],
    exitCodes: withCommonCodes([
      [0, 'every row came back'],
      [3, "PostgreSQL's programs are missing"],
    ]),
  }).action((_flags: unknown, command: Command) =>
    run(flagsOf(command), async (ctx, flags) => (await import('../commands/demo.ts')).runDemo(ctx, flags)),
  )
  addGlobalOptions(command)
}
