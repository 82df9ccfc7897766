import type { Command } from 'commander'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe doctor`. */
export function declareDoctor(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'doctor', {
    summary: 'check everything that could stop a backup, with its remedy',
    description:
      'Checks tools, settings and where they come from, connection, rights, disk and store. Changes nothing. Each finding comes with its remedy.',
    group: 'Help:',
    examples: [
      ['pgsafe doctor', 'look at everything'],
      ['pgsafe doctor --json', 'the same for programs'],
    ],
    exitCodes: withCommonCodes([
      [0, 'a backup would work'],
      [3, 'something would stop a backup'],
    ]),
  }).action((_flags: unknown, command: Command) =>
    run(flagsOf(command), async (ctx, flags) => (await import('../commands/doctor.ts')).runDoctor(ctx, flags)),
  )
  addGlobalOptions(command)
}
