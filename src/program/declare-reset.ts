import { Option, type Command } from 'commander'
import type { ResetFlags } from '../commands/reset.ts'
import { connecting } from './connecting.ts'
import { countFrom } from './count-from.ts'
import { describeCommand } from './describe-command.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe reset`. */
export function declareReset(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'reset', {
    summary: 'back up, make the database new, seed it, report',
    description:
      "Makes a verified backup, asks, and makes the database new: by reset.command, else with the project's migration tool, else by dropping everything in its schemas; then reset.seed. Says what was lost and how to bring it back. No verified backup, no reset.",
    group: 'Guarding:',
    examples: [
      ['pgsafe reset', 'look, type yes, reset'],
      ['pgsafe reset --force', 'without questions, on a local database; the backup is made all the same'],
      ['pgsafe reset --dry-run', 'what would happen, step by step? Nothing is run'],
      ['pgsafe reset --confirm shop', 'with consent for a database that is not local'],
    ],
    exitCodes: [
      [0, 'done; otherwise the exit code of the command that failed'],
      [125, 'pgsafe stopped or failed itself (the cause: "code" with --json)'],
      [126, 'a command is not executable'],
      [127, 'a command was not found'],
    ],
  })
    .option('--force', 'no question on a local database (as --yes); never without a backup')
    .option('--label <text>', 'a note on the backup')
    .option('--engine <engine>', 'what to keep: a dump, a snapshot on the server, or both')
    .option('--report <file>', 'also write the report there, as JSON')
    .addOption(
      new Option('--on-failure <what>', 'when a step fails: undo puts everything back').choices(['report', 'undo']),
    )
    .option('--lock-wait-timeout <seconds>', 'how long to wait for a locked table', countFrom(1))
    .action((_flags: unknown, command: Command) =>
      run<ResetFlags>(
        flagsOf(command),
        connecting(async (ctx, flags) => (await import('../commands/reset.ts')).runReset(ctx, flags)),
      ),
    )
  addGlobalOptions(command)
}
