import type { Command } from 'commander'

/** Flags of every command, accepted before its name and after it (config/global-flags.ts). None has a default. */
const globalOptions: readonly (readonly [flags: string, description: string])[] = [
  ['--url <url>', 'the database; shows in process lists, so prefer DATABASE_URL'],
  ['--config <file>', 'configuration file, instead of the one found upwards'],
  ['--dir <directory>', 'where the backups are (default: ./backups)'],
  ['--json', 'machine-readable output on stdout'],
  ['-y, --yes', 'answer yes, on a local database only'],
  ['--confirm <database>', 'consent for any database: its exact name'],
  ['--agent <auto|yes|no>', 'whether an AI agent runs this (default: auto)'],
  ['--trust', 'accept a file that pgsafe did not make'],
  ['--dry-run', 'check everything, change nothing'],
  ['-q, --quiet', 'only warnings and errors'],
  ['--verbose', 'more detail, also of errors'],
  ['--no-color', 'no colours'],
]

/** Adds the flags under a heading of their own. */
export function addGlobalOptions(command: Command): Command {
  command.optionsGroup('Global options:')
  for (const [flags, description] of globalOptions) command.option(flags, description)
  return command.helpOption('-h, --help', 'show this help')
}
