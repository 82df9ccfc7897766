import { open, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SqlSource } from '../domain/command/command-rule.ts'
import type { Segment } from '../domain/command/segment.ts'

/** Enough for any script that people write; of a dump, the statements before its data. */
const maxBytes = 1024 * 1024

export interface SqlText {
  readonly text: string
  /** Why this is not (all of) it. */
  readonly reason?: string
}

/** The SQL that a segment is given. Its standard input is read only where a shell's text says what comes there. */
export async function readSqlSource(
  source: SqlSource,
  segment: Pick<Segment, 'directory' | 'input' | 'expanded'>,
): Promise<SqlText[]> {
  if (source.kind === 'text') return [shellText(source.text, segment.expanded.includes(source.text))]
  if (source.kind === 'file') return [await readSqlFile(resolve(segment.directory, source.path), source.path)]
  const { input } = segment
  if (input === undefined) return [{ text: '', reason: 'it reads SQL from the standard input' }]
  if (input.kind === 'text') return [shellText(input.text, /[$`]/.test(input.text))]
  if (input.kind === 'file') return [await readSqlFile(resolve(segment.directory, input.path), input.path)]
  const [program = '', ...words] = input.from
  const files = words.filter((word) => !word.startsWith('-'))
  if (program === 'cat' && files.length > 0) {
    return Promise.all(files.map((path) => readSqlFile(resolve(segment.directory, path), path)))
  }
  if (program === 'echo' || program === 'printf') return [shellText(files.join(' '), /[$`]/.test(files.join()))]
  return [{ text: '', reason: `it reads SQL from a pipe (${program})` }]
}

function shellText(text: string, expands: boolean): SqlText {
  return expands ? { text, reason: 'shell variables may stand in its SQL' } : { text }
}

async function readSqlFile(path: string, shown: string): Promise<SqlText> {
  try {
    // A pipe or terminal would be waited for, and what is read from it would be missing later.
    if (!(await stat(path)).isFile()) return { text: '', reason: `${shown} is no ordinary file` }
    const file = await open(path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(maxBytes), 0, maxBytes, 0)
      const text = buffer.toString('utf8', 0, bytesRead)
      return bytesRead < maxBytes ? { text } : { text, reason: `only the beginning of ${shown} was read` }
    } finally {
      await file.close()
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return { text: '', reason: `${shown} cannot be read (${code})` }
  }
}
