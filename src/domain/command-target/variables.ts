import { expandVariables } from '../expand-variables.ts'
import type { ReadFile } from './command-target.ts'
import { parseEnvFile } from './parse-env-file.ts'
import { describePath, resolvePath } from './resolve-path.ts'

export type Variables = Readonly<Record<string, string | undefined>>

export interface FoundVariable {
  readonly value: string
  /** For people: "DATABASE_URL", "DATABASE_URL in .env". */
  readonly described: string
  readonly source: 'environment' | 'file'
}

export type LookUp = (name: string) => FoundVariable | undefined

interface Sources {
  readonly env: Variables
  readonly directory: string
  readonly read: ReadFile
  /** The tool's `.env` files, the first to define a variable wins. */
  readonly envFiles?: readonly string[]
  /** The files beat the environment (`override: true`). */
  readonly override?: boolean
}

/** Finds a variable as the tool would: in its environment, then in the `.env` files that it loads. Empty ones say nothing. */
export function createLookUp({ env, directory, read, envFiles = [], override = false }: Sources): LookUp {
  const files = envFiles.flatMap((file) => {
    const path = resolvePath(directory, file)
    const text = read(path)
    if (text === undefined) return []
    return [{ variables: expandVariables(parseEnvFile(text), env), name: describePath(directory, path) }]
  })
  const inEnvironment: LookUp = (name) => {
    const value = env[name] ?? ''
    return value === '' ? undefined : { value, described: name, source: 'environment' }
  }
  const inFiles: LookUp = (name) => {
    const file = files.find(({ variables }) => (variables[name] ?? '') !== '')
    const value = file?.variables[name]
    if (file === undefined || value === undefined) return undefined
    return { value, described: `${name} in ${file.name}`, source: 'file' }
  }
  return override ? (name) => inFiles(name) ?? inEnvironment(name) : (name) => inEnvironment(name) ?? inFiles(name)
}

/** `$NAME`, `${NAME}` and `${NAME:-default}` in a word that a shell would have filled in. Unknown ones stay as written. */
export function expandWord(word: string, env: Variables): string {
  const braced = word.replace(/\$([A-Za-z_]\w*)/g, '${$1}')
  const expanded = expandVariables({ ' ': braced }, env)[' '] ?? word
  return expanded === braced ? word : expanded
}
