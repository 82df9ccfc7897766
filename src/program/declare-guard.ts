import { Option, type Command } from 'commander'
import type { GuardFlags } from '../commands/guard.ts'
import { connecting } from './connecting.ts'
import { countFrom } from './count-from.ts'
import { describeCommand } from './describe-command.ts'
import { flagsOf } from './flags-of.ts'
import { addGlobalOptions } from './global-options.ts'
import type { RunStory } from './run-story.ts'

/** Declares `pgsafe guard`. */
export function declareGuard(program: Command, run: RunStory): void {
  const command = describeCommand(program, 'guard <command...>', {
    summary: 'back up, run a destructive command, report what was lost',
    description:
      'Makes a verified backup, asks, runs the command, says what changed and how to bring it back. No verified backup, no run. Options of pgsafe stand before the command; everything after its first word is its own. Its exit code is handed on.',
    group: 'Guarding:',
    examples: [
      ['pgsafe guard -- npx prisma migrate reset', 'guard a reset'],
      ['pgsafe guard --yes -- npm run db:reset', 'without questions, on a local database'],
      ['pgsafe guard --on-failure undo -- npm run migrate', 'a migration that all happens or not at all'],
      ['pgsafe guard --explain -- npm run db:reset', 'what would it destroy? Nothing is run'],
      ['pgsafe guard --confirm shop -- dropdb shop', 'with consent for a database that is not local'],
    ],
    exitCodes: [
      [0, "done; otherwise the command's own exit code"],
      [125, 'pgsafe stopped before the command ran (the cause: "code" with --json)'],
      [126, 'the command is not executable'],
      [127, 'the command was not found'],
    ],
  })
    .passThroughOptions()
    .option('--label <text>', 'a note on the backup')
    .option('--engine <engine>', 'what to keep: a dump, a snapshot on the server, or both')
    .option('--explain', 'say what the command would destroy and why; run nothing, connect to nothing')
    .option('--report <file>', 'also write the report there, as JSON')
    .addOption(
      new Option('--on-failure <what>', 'when the command fails: undo puts everything back').choices([
        'report',
        'undo',
      ]),
    )
    .option('--lock-wait-timeout <seconds>', 'how long to wait for a locked table', countFrom(1))
    .action((words: string[], _flags: unknown, command: Command) =>
      run<GuardFlags>(
        flagsOf(command),
        connecting(async (ctx, flags) => (await import('../commands/guard.ts')).runGuard(ctx, flags, words), {
          unless: ({ explain }) => explain === true,
        }),
      ),
    )
  addGlobalOptions(command)
}
