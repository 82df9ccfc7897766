import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Project } from './project.ts'

/** A program in the project's node_modules/.bin that writes down how it was called, then runs `script` (sh). */
export function installCli({ directory }: Project, name: string, script = ''): void {
  const path = join(directory, 'node_modules/.bin', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `#!/bin/sh\necho "${name} $*" >> "${join(directory, 'calls')}"\n${script}\n`)
  chmodSync(path, 0o755)
}

/** How the fake programs of the project were called, in order. */
export function callsIn({ directory }: Project): string[] {
  try {
    return readFileSync(join(directory, 'calls'), 'utf8')
      .split('\n')
      .flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

/** Files of the project; objects are written as JSON, folders are made. */
export function writeFiles({ directory }: Project, files: Readonly<Record<string, string | object>>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(directory, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  }
}
