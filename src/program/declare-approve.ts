import type { Command } from 'commander'
import { describeCommand } from './describe-command.ts'
import { withCommonCodes } from './help-epilogue.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe approve`. */
export function declareApprove(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'approve <id>', {
    summary: "let an AI agent's refused command run, once",
    description:
      'Shows the command that an AI agent wants to run, its database and why that is dangerous. When you type the name of the database, this very command may run once within 10 minutes. For people in a terminal: no flag answers the question.',
    group: 'Guarding:',
    examples: [['pgsafe approve k3fqz8m2pd', 'the id that the refused command named']],
    exitCodes: withCommonCodes([[4, 'cancelled, no terminal, run by an agent, or no such request']]),
  }).action((id: string, _flags: unknown, command: Command) =>
    run(flagsOf(command), async (ctx, flags) => (await import('../commands/approve.ts')).runApprove(ctx, flags, id), {
      programs: false,
    }),
  )
  addGlobalOptions(command)
}
