import { readFileSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { PackageScripts } from '../domain/command/segment.ts'

/** The nearest package.json that can be read, there or above. A broken one ends the search, as it does for npm. */
export function packageScripts(directory: string): PackageScripts | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const text = readText(join(at, 'package.json'))
    if (text !== undefined) return { directory: realpathSync(at), scripts: parseScripts(text) }
    if (at === dirname(at)) return undefined
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // Missing, unreadable or no file: npm would look further up as well.
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined
    throw error
  }
}

function parseScripts(text: string): Record<string, string> {
  try {
    const { scripts } = JSON.parse(text) as { scripts?: Record<string, unknown> }
    return Object.fromEntries(
      Object.entries(scripts ?? {}).flatMap(([name, script]) => (typeof script === 'string' ? [[name, script]] : [])),
    )
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return {}
    throw error
  }
}
