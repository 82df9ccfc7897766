import { PgsafeError } from '../errors.ts'
import type { BackupFormat, Compression } from './manifest.ts'

/** What a backup's name tells. `counter` tells two backups of one second apart: 0 is not written. */
export interface BackupName {
  readonly database: string
  /** Whole seconds. */
  readonly createdAt: Date
  readonly format: BackupFormat
  /** For custom and directory always 'none' here: their name does not tell. */
  readonly compression: Compression
  readonly counter: number
}

/** What file systems allow, less the longest thing we append: ".json.<id>.partial". */
const longestName = 255 - '.json.0123456789.partial'.length

const endings = [
  { ending: 'sql', format: 'plain', compression: 'none' },
  { ending: 'sql.gz', format: 'plain', compression: 'gzip' },
  { ending: 'sql.zst', format: 'plain', compression: 'zstd' },
  { ending: 'dump', format: 'custom', compression: 'none' },
  { ending: 'dir', format: 'directory', compression: 'none' },
] as const

/** Read from the right: only what follows the last underscore has a fixed width, the database's name may hold anything. */
const pattern = /^(.+)_(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)(?:-([1-9]\d{0,5}))?\.(sql|sql\.gz|sql\.zst|dump|dir)$/

/** Names Windows keeps for devices, with whatever follows a dot. */
const reservedOnWindows = /^(?:con|prn|aux|nul|com\d|lpt\d)\./i

/**
 * `{database}_{YYYY-MM-DDTHH-MM-SS}[-counter].{sql|sql.gz|sql.zst|dump|dir}`, in UTC. Every byte of the database's name
 * outside `[A-Za-z0-9_.-]` is percent-encoded, and so is a first byte that would hide the file, make it look like an
 * option or name a Windows device. Throws `server-unsuitable` when no file can carry the name.
 */
export function formatBackupName(parts: Omit<BackupName, 'counter'> & { readonly counter?: number }): string {
  const timestamp = parts.createdAt.toISOString().slice(0, 19).replaceAll(':', '-')
  const counter = parts.counter === undefined || parts.counter === 0 ? '' : `-${String(parts.counter)}`
  const name = `${encodeDatabase(parts.database)}_${timestamp}${counter}.${endingOf(parts.format, parts.compression)}`
  if (parts.database !== '' && name.length <= longestName) return name
  throw new PgsafeError('server-unsuitable', `no file name can be made from the database name "${parts.database}"`, {
    hint: 'write the backup to a file of your choice with --file',
  })
}

/** The exact inverse of formatBackupName; undefined for every name it would not have written. */
export function parseBackupName(name: string): BackupName | undefined {
  const [, encoded, date, hours, minutes, seconds, counter, written] = pattern.exec(name) ?? []
  const ending = endings.find((known) => known.ending === written)
  if (encoded === undefined || ending === undefined) return undefined
  const createdAt = new Date(`${date ?? ''}T${hours ?? ''}:${minutes ?? ''}:${seconds ?? ''}Z`)
  if (Number.isNaN(createdAt.getTime()) || name.length > longestName) return undefined
  const { format, compression } = ending
  const parsed = { database: decodeDatabase(encoded), createdAt, format, compression, counter: Number(counter ?? 0) }
  return parsed.database !== '' && formatBackupName(parsed) === name ? parsed : undefined
}

function endingOf(format: BackupFormat, compression: Compression): string {
  const ending = endings.find(
    (known) => known.format === format && (format !== 'plain' || known.compression === compression),
  )
  return ending?.ending ?? 'sql'
}

function encodeDatabase(database: string): string {
  const encoded = Array.from(new TextEncoder().encode(database), (byte) => {
    const character = String.fromCharCode(byte)
    return /[A-Za-z0-9_.-]/.test(character) ? character : encodeByte(byte)
  }).join('')
  const unsafeStart = /^[.-]/.test(encoded) || reservedOnWindows.test(encoded)
  return unsafeStart ? encodeByte(encoded.charCodeAt(0)) + encoded.slice(1) : encoded
}

function encodeByte(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

/** Damaged sequences come out as U+FFFD, which encodes differently: the caller notices. */
function decodeDatabase(encoded: string): string {
  const bytes = encoded
    .split(/(%[0-9A-F]{2})/)
    .flatMap((part) =>
      /^%[0-9A-F]{2}$/.test(part) ? [parseInt(part.slice(1), 16)] : [...new TextEncoder().encode(part)],
    )
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes))
}
