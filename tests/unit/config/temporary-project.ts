import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A directory with these files, gone when the test is. It ends the search for configuration (`.git`) unless told otherwise. */
export function temporaryProject(files: Readonly<Record<string, string>>, { bounded = true } = {}): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'pgsafe-config-')))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  if (bounded) mkdirSync(join(directory, '.git'))
  for (const [name, text] of Object.entries(files)) {
    const path = join(directory, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  return directory
}
