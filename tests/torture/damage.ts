import { copyFileSync, readdirSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { changeManifest, manifestOf } from '../support/stored-backup.ts'
import type { Random } from './frame/random.ts'

/** Does one thing to the backup at `path` that a disk, a program or a person might do. Returns what, for the table. */
export type Damage = (path: string, random: Random) => string

export const flipBit: Damage = (path, random) => {
  const file = oneFileOf(path, random)
  const bytes = readFileSync(file)
  const at = random.integer(bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(8))
  writeFileSync(file, bytes)
  return formatOf(path)
}

export const truncate: Damage = (path, random) => {
  const file = oneFileOf(path, random)
  truncateSync(file, random.integer(statSync(file).size))
  return formatOf(path)
}

const block = 4096

/** A block that a crash left as zeros. */
export const zeroBlock: Damage = (path, random) => {
  const file = oneFileOf(path, random)
  const bytes = readFileSync(file)
  const start = block * random.integer(Math.ceil(bytes.length / block))
  bytes.fill(0, start, Math.min(start + block, bytes.length))
  writeFileSync(file, bytes)
  return formatOf(path)
}

/** Bytes that are whole, but another backup's: of `other`, or of this database with two digits exchanged. */
export function swapFiles(other: string): Damage {
  return (path, random) => {
    if (path.endsWith('.dir')) return swapWithinDirectory(path, random)
    if (random.chance(0.3)) {
      copyFileSync(`${other}.json`, `${path}.json`)
      return 'another manifest'
    }
    if (/\.sql(\.gz)?$/.test(path)) return exchangeDigits(path)
    copyFileSync(other, path)
    return 'another file'
  }
}

/** The data of one table under the name of another's. */
function swapWithinDirectory(path: string, random: Random): string {
  const data = readdirSync(path).filter((name) => /^\d+\.dat/.test(name))
  const [one, two] = [random.pick(data), random.pick(data)]
  const [from, to] = one === two ? ['toc.dat', one] : [one, two]
  renameSync(join(path, from), join(path, 'aside'))
  renameSync(join(path, to), join(path, from))
  renameSync(join(path, 'aside'), join(path, to))
  return 'two files of a directory'
}

/** Decodes, is complete, has as many rows and as many bytes: only the checksum can tell. */
function exchangeDigits(path: string): string {
  const [decode, encode] = path.endsWith('.gz') ? [gunzipSync, gzipSync] : [same, same]
  const sql = decode(readFileSync(path)).toString('latin1')
  const changed = sql.replace('customer 12\t', 'customer 21\t')
  if (changed === sql) throw new Error(`nothing to change in ${path}`)
  writeFileSync(path, encode(Buffer.from(changed, 'latin1')))
  return 'a file of the same shape'
}

const same = (bytes: Buffer): Buffer => bytes

type Edit = (manifest: Record<string, unknown>) => Record<string, unknown>

const unsealed: readonly Edit[] = [
  (manifest) => ({ ...manifest, label: 'edited' }),
  (manifest) => ({ ...manifest, pinned: manifest['pinned'] !== true }),
  (manifest) => ({ ...manifest, verification: null }),
  (manifest) => ({ ...manifest, createdAt: '2020-01-01T00:00:00.000Z' }),
  (manifest) => ({ ...manifest, id: 'aaaaaaaaaa' }),
  (manifest) => ({ ...manifest, version: 2 }),
  (manifest) => ({ ...manifest, database: { ...Object(manifest['database']), name: 'other' } }),
  (manifest) => ({ ...manifest, added: true }),
  (manifest) => ({ ...manifest, warnings: undefined }),
  (manifest) => ({ ...manifest, manifestSha256: undefined }),
]

/** What somebody writes who knows how a manifest is sealed. */
const sealed: readonly Edit[] = [
  (manifest) => ({
    ...manifest,
    tables: [...manifestTables(manifest), { schema: 'public', name: 'another', rows: 1 }],
  }),
  (manifest) => ({
    ...manifest,
    tables: manifestTables(manifest).map((table) => ({ ...table, rows: table.rows + 1 })),
  }),
  (manifest) => ({ ...manifest, tables: manifestTables(manifest).filter(({ rows }) => rows === 0) }),
  (manifest) => ({ ...manifest, bytes: Number(manifest['bytes']) + 1 }),
  (manifest) => (manifest['files'] === null ? { ...manifest, sha256: 'a'.repeat(64) } : { ...manifest, files: [] }),
  (manifest) => ({ ...manifest, file: 'another_2026-01-01T00-00-00.sql' }),
  (manifest) => ({ ...manifest, format: manifest['format'] === 'plain' ? 'custom' : 'plain', compression: 'gzip' }),
]

const manifestTables = (manifest: Record<string, unknown>) => manifest['tables'] as readonly { readonly rows: number }[]

/** How a manifest is edited that nobody but a whole read, or the load itself, finds out about. */
export const sealedAgain = 'edited and sealed again'

export const editManifest: Damage = (path, random) => {
  const manifest = { ...manifestOf(path) } as Record<string, unknown>
  if (random.chance(0.1)) {
    truncateSync(`${path}.json`, random.integer(statSync(`${path}.json`).size - 1))
    return 'cut off'
  }
  if (random.chance(0.5)) {
    writeFileSync(`${path}.json`, JSON.stringify(random.pick(unsealed)(manifest), null, 2))
    return 'edited'
  }
  changeManifest(path, random.pick(sealed)(manifest))
  return sealedAgain
}

/** The file itself, or one of a directory that holds anything. */
function oneFileOf(path: string, random: Random): string {
  if (!path.endsWith('.dir')) return path
  return join(path, random.pick(readdirSync(path).filter((name) => statSync(join(path, name)).size > 0)))
}

const formatOf = (path: string): string => path.replace(/^.*\./, '')
