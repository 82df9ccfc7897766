import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { canBeWrittenAgain } from '../domain/can-be-written-again.ts'
import { PgsafeError } from '../errors.ts'
import { ifPresent, withFileErrors } from './file-errors.ts'

export type JsonObject = Readonly<Record<string, unknown>>

/** Far more than the manifest of a database with a hundred thousand tables. */
const largestFile = 64 * 1024 * 1024

/**
 * The JSON object in a file of ours; undefined when there is no such file. Follows no link and opens no pipe or device.
 * Throws `verification-failed` for anything but a JSON object of at most 64 MiB.
 */
export async function readJsonFile(path: string): Promise<JsonObject | undefined> {
  const text = await withFileErrors('verification-failed', `read ${path}`, () => ifPresent(() => readText(path)))
  if (text === undefined) return undefined
  const value = parseJson(text)
  if (isJsonObject(value) && canBeWrittenAgain(value)) return value
  throw new PgsafeError('verification-failed', `${path} is not a JSON document of pgsafe: it is damaged, or not ours`)
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function readText(path: string): Promise<string> {
  // O_NONBLOCK: opening a pipe that somebody put there must not wait for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stats = await file.stat()
    if (!stats.isFile()) throw new PgsafeError('verification-failed', `${path} is not a regular file`)
    if (stats.size > largestFile) throw new PgsafeError('verification-failed', `${path} is too large for a manifest`)
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
