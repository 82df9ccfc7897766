import type { BackupFormat, Compression } from '../domain/manifest.ts'
import { firstMajorWithZstd } from '../domain/versions.ts'
import { hasZstd } from '../dump/zstd-support.ts'
import type { ClientTools } from '../postgres/client-tools.ts'
import type { Run } from './open-run.ts'

/** How a backup is written that pgsafe makes of its own accord: before a command, or of what it is about to replace or drop. */
interface KeptStyle {
  readonly format: BackupFormat
  readonly compression: Compression
}

/** In the configured format, and always compressed: with zstd where that is configured and possible here, else with gzip. */
export function keptStyle({ settings }: Pick<Run, 'settings'>, tools: ClientTools): KeptStyle {
  const format = settings.format.value
  const possible = format === 'plain' ? hasZstd() : tools.major >= firstMajorWithZstd
  return { format, compression: settings.compression.value === 'zstd' && possible ? 'zstd' : 'gzip' }
}
