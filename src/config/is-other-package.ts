import { readFileSync } from 'node:fs'
import { basename } from 'node:path'

/**
 * A package.json without a `pgsafe` key: nearly every project has one, and the loader of configurations takes longer to load
 * than a short command to run. False for what cannot be read or parsed: the loader says what is wrong with it.
 */
export function isOtherPackage(path: string): boolean {
  if (basename(path) !== 'package.json') return false
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return typeof content === 'object' && content !== null && !('pgsafe' in content)
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
}
