import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { expandVariables } from '../domain/expand-variables.ts'
import { PgsafeError } from '../errors.ts'
import type { Environment } from '../system/context.ts'

export interface EnvFile {
  /** Absolute. */
  readonly path: string
  readonly variables: Readonly<Record<string, string>>
}

/** Reads `.env` in a directory, with `${NAME}` filled in; undefined without one. Throws `invalid-setting` when it cannot be read. */
export async function loadEnvFile(directory: string, env: Environment): Promise<EnvFile | undefined> {
  const path = join(directory, '.env')
  const text = await readEnvFile(path)
  if (text === undefined) return undefined
  return { path, variables: expandVariables(parse(text), env) }
}

async function readEnvFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    // Some projects have a directory of that name (a Python environment).
    if (code === 'ENOENT' || code === 'EISDIR') return undefined
    throw new PgsafeError('invalid-setting', `${path} cannot be read (${code ?? 'unknown error'})`, {
      hint: 'make it readable for you: it may hold the database URL',
      cause: error,
    })
  }
}
