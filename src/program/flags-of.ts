import type { Command } from 'commander'
import type { GlobalFlags } from '../config/global-flags.ts'

/**
 * What the user typed, and nothing else: commander gives `--no-x` the value true when it is absent, which would win over
 * the config file. Flags before the command's name count too; the same flag after it wins.
 * The command's own flags are among them: its declaration says which.
 */
export function flagsOf(command: Command): GlobalFlags {
  const lineage = command.parent === null ? [command] : [command.parent, command]
  return Object.assign({}, ...lineage.map(typedFlags)) as GlobalFlags
}

function typedFlags(command: Command): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(command.opts()).filter(([name]) => command.getOptionValueSource(name) === 'cli'),
  )
}
