/** The values of manifest v1 (docs/backup-format.md). The schema that checks them on disk is store/manifest-schema.ts. */
import type { Moment } from './moment.ts'

export type BackupFormat = 'plain' | 'custom' | 'directory'
export type Compression = 'none' | 'gzip' | 'zstd'
export type BackupReason = 'manual' | 'guard' | 'reset' | 'before-restore'

export interface TableRows {
  readonly schema: string
  readonly name: string
  readonly rows: number
}

/** What `CREATE DATABASE` and a plain dump leave out (fact 5): read at backup time, because after a drop there is no live row. */
export interface DatabaseProperties {
  readonly owner: string
  /** aclitem texts as in pg_database.datacl; null means the built-in default. */
  readonly acl: readonly string[] | null
  readonly tablespace: string
  readonly connectionLimit: number
  readonly isTemplate: boolean
  readonly allowConnections: boolean
  readonly encoding: string
  /** 'c' (libc), 'i' (icu) or 'b' (builtin, 17+). */
  readonly localeProvider: string
  readonly collate: string
  readonly ctype: string
  readonly icuLocale: string | null
  readonly icuRules: string | null
  readonly collationVersion: string | null
  readonly comment: string | null
  /** ALTER DATABASE … SET and ALTER ROLE … IN DATABASE … SET; role null means every role. Values as stored: "name=value". */
  readonly settings: readonly { readonly role: string | null; readonly setting: string }[]
  readonly securityLabels: readonly { readonly provider: string; readonly label: string }[]
}

export interface ManifestDatabase {
  readonly name: string
  readonly host: string | null
  readonly port: number | null
  /** pg_control_system().system_identifier as text (it does not fit a JS number). */
  readonly systemIdentifier: string
  readonly oid: number
  /** As the server reports it: "15.18 (Debian …)". */
  readonly serverVersion: string
  readonly properties: DatabaseProperties
}

export interface Verification {
  readonly level: 1 | 2
  /** ISO 8601, UTC. */
  readonly at: string
  /** "pgsafe 0.1.0" */
  readonly by: string
}

/** One backup. Unknown fields read from disk are kept when the manifest is written again (pin, verify). */
export interface Manifest {
  readonly version: 1
  readonly id: string
  /** The backup's file (or directory) name beside the manifest: never a path. */
  readonly file: string
  readonly format: BackupFormat
  readonly compression: Compression
  /** Size on disk: the file's, or the sum of a directory's files. */
  readonly bytes: number
  /** Of the file as it lies on disk; null for directories, which have `files`. */
  readonly sha256: string | null
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[] | null
  /** Over canonical JSON of everything else in the manifest. */
  readonly manifestSha256: string
  /** ISO 8601, UTC: when the backup began. Retention's only clock. */
  readonly createdAt: string
  readonly durationMs: number
  readonly database: ManifestDatabase
  readonly tables: readonly TableRows[]
  /** Indexes and constraints that a restore makes, for its progress; absent in what older versions wrote. */
  readonly builds?: number | undefined
  /** pg_dump and its version, e.g. { name: 'pg_dump', version: '15.18' }. */
  readonly tool: { readonly name: string; readonly version: string }
  readonly reason: BackupReason
  /** The wrapped command (guard, reset), redacted; else null. */
  readonly command: readonly string[] | null
  readonly git: { readonly commit: string; readonly branch: string | null; readonly dirty: boolean } | null
  readonly label: string | null
  readonly pinned: boolean
  readonly verification: Verification | null
  readonly warnings: readonly string[]
  /** The file beside it that holds the server's roles, when the command reached beyond the database (fact 17). */
  readonly roles?: string | null | undefined
  /** When the server's transactions had come so far; null or absent when something was written while the dump was made. */
  readonly moment?: Moment | null | undefined
}

/** What a list shows of a manifest. Every Manifest is one. */
export type ListedManifest = Pick<
  Manifest,
  | 'id'
  | 'file'
  | 'bytes'
  | 'createdAt'
  | 'reason'
  | 'command'
  | 'label'
  | 'pinned'
  | 'verification'
  | 'warnings'
  | 'roles'
> & {
  readonly database: Pick<ManifestDatabase, 'name'>
  readonly tables: readonly Pick<TableRows, 'rows'>[]
  readonly files: readonly { readonly name: string; readonly bytes: number }[] | null
}

/** Rows of all tables together. */
export function totalRows(tables: ListedManifest['tables']): number {
  return tables.reduce((sum, table) => sum + table.rows, 0)
}

/** *Lineage* (fact 1): two backups are of the same database when system identifier and name agree. */
export function sameLineage(
  a: Pick<ManifestDatabase, 'systemIdentifier' | 'name'>,
  b: Pick<ManifestDatabase, 'systemIdentifier' | 'name'>,
): boolean {
  return a.systemIdentifier === b.systemIdentifier && a.name === b.name
}
