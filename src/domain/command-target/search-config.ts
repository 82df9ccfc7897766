import { blockOf, envFilesOf, withoutComments } from './code-text.ts'
import type { CommandTarget } from './command-target.ts'
import { placeInCode } from './place-in-code.ts'
import { describePath, directoryOf, resolvePath } from './resolve-path.ts'
import { searchCode } from './search-code.ts'
import { lookUpWith, readNear, type TargetQuestion } from './target-question.ts'

interface ConfigSearch {
  /** As seen from the command's directory. */
  readonly path: string
  /** Keys whose blocks hold the connection, one inside the other, as far as they are there. */
  readonly blocks?: readonly string[]
  /** `.env` files that the tool loads by itself. */
  readonly envFiles?: readonly string[]
  /** The tool reads the file as it stands and runs nothing. */
  readonly plain?: boolean
}

/**
 * The database that a configuration file names: plainly, or by what its text gives away. Undefined when there is no such
 * file, or nothing in it or in the files it imports speaks of a database.
 */
export function searchConfig(question: TargetQuestion, search: ConfigSearch): CommandTarget | undefined {
  const text = readNear(question, search.path)
  if (text === undefined) return undefined
  const loaded = envFilesOf(text)
  const lookUp = lookUpWith(question, [...loaded.envFiles, ...(search.envFiles ?? [])], loaded.override)
  const clean = withoutComments(text)
  const block = (search.blocks ?? []).reduce((outer, key) => blockOf(outer, key) ?? outer, clean)
  const place = placeInCode(block, lookUp, search.path)
  if (place !== undefined) return place
  const { pinned } = question
  const near =
    searchCode(block, { lookUp, pinned, file: search.path }) ?? searchCode(clean, { lookUp, pinned, file: search.path })
  if (near !== undefined || search.plain === true) return near
  return searchImports(question, search.path, clean)
}

/** One step further: where the connection is kept in a file of its own. */
function searchImports(question: TargetQuestion, path: string, text: string): CommandTarget | undefined {
  const { read, directory, pinned } = question
  const from = directoryOf(resolvePath(directory, path))
  const imports = text.matchAll(/(?:\bfrom|\brequire\(|\bimport\(?)\s*['"](\.[^'"]+)['"]/g)
  for (const [, name = ''] of imports) {
    const base = resolvePath(from, name).replace(/\.js$/, '')
    const file = endings.map((ending) => `${base}${ending}`).find((candidate) => read(candidate) !== undefined)
    const imported = file === undefined ? undefined : read(file)
    if (file === undefined || imported === undefined) continue
    const { envFiles, override } = envFilesOf(`${text}\n${imported}`)
    const lookUp = lookUpWith(question, envFiles, override)
    const found = searchCode(imported, { lookUp, pinned, file: describePath(directory, file) })
    if (found !== undefined) return found
  }
  return undefined
}

const endings = ['.ts', '.js', '.mjs', '.cjs', '.mts', '.cts', '.json', '', '/index.ts', '/index.js']
