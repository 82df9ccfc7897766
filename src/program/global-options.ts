import type { Command } from 'commander'

/** Flags of every command, accepted before its name and after it (config/global-flags.ts). None has a default. */
const globalOptions: readonly (readonly [flags: string, description: string])[] = [
  ['--url <url>', 'the database, instead of DATABASE_URL (shows in process lists: prefer the variable)'],
  ['--config <file>', 'the configuration file, instead of the one found from here upwards'],
  ['--dir <directory>', 'where the backups are (default: backups, beside the project)'],
  ['--json', 'machine-readable output on stdout (docs/json-output.md)'],
  ['-y, --yes', 'answer yes on local databases; the backup is still made and verified'],
  ['--confirm <database>', 'consent for a remote or production database: its exact name'],
  ['--trust', 'accept a file that pgsafe did not make'],
  ['--dry-run', 'check everything, say what would happen, change nothing'],
  ['-q, --quiet', 'only warnings and errors'],
  ['--verbose', 'more detail, also of errors'],
  ['--no-color', 'no colours (as NO_COLOR=1)'],
]

/** Adds the flags under a heading of their own. */
export function addGlobalOptions(command: Command): Command {
  command.optionsGroup('Global options:')
  for (const [flags, description] of globalOptions) command.option(flags, description)
  return command.helpOption('-h, --help', 'show this help')
}
