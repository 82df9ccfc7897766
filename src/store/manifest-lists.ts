import { isPlainFileName } from '../domain/plain-file-name.ts'
import { isJsonObject, type JsonObject } from './read-json-file.ts'

/**
 * The manifest without the entries of its lists that have one for each table, as far as all of a list are as manifest-schema.ts
 * wants them. Tens of thousands of them take zod a tenth of a second in one go, in which nothing else happens.
 */
export function withoutSoundLists(manifest: JsonObject): JsonObject {
  const { tables, files, moment } = manifest
  const momentTables = isJsonObject(moment) ? moment['tables'] : undefined
  return {
    ...manifest,
    ...(isListOf(tables, isCounted) ? { tables: [] } : {}),
    ...(isListOf(files, isFile) ? { files: [] } : {}),
    ...(isJsonObject(moment) && isListOf(momentTables, isNumbered) ? { moment: { ...moment, tables: [] } } : {}),
  }
}

function isListOf(list: unknown, isSound: (entry: JsonObject) => boolean): boolean {
  return Array.isArray(list) && list.every((entry: unknown) => isJsonObject(entry) && isSound(entry))
}

function isCounted({ schema, name, rows }: JsonObject): boolean {
  return typeof schema === 'string' && typeof name === 'string' && isCount(rows)
}

function isNumbered({ schema, name, oid }: JsonObject): boolean {
  return typeof schema === 'string' && typeof name === 'string' && isCount(oid)
}

function isFile({ name, bytes, sha256 }: JsonObject): boolean {
  return typeof name === 'string' && isPlainFileName(name) && isCount(bytes) && isSha256(sha256)
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function isSha256(value: unknown): boolean {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
}
