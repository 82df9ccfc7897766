import en from 'zod/v4/locales/en.js'
import * as z from 'zod/mini'
import { isBackupId } from '../domain/backup-id.ts'
import type { Manifest } from '../domain/manifest.ts'
import { isPlainFileName } from '../domain/plain-file-name.ts'
import { withoutSoundLists } from './manifest-lists.ts'
import type { JsonObject } from './read-json-file.ts'

// From its own file: `z.locales` would bring all fifty languages into the program.
z.config(en())

const text = z.string()
const count = z.int().check(z.nonnegative())
const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits'))
const time = z.iso.datetime()

const plainName = z.string().check(z.refine(isPlainFileName, 'expected a plain file name'))
const id = z.string().check(z.refine(isBackupId, 'expected an id'))

const properties = z.looseObject({
  owner: text,
  acl: z.nullable(z.array(text)),
  tablespace: text,
  connectionLimit: z.int(),
  isTemplate: z.boolean(),
  allowConnections: z.boolean(),
  encoding: text,
  localeProvider: text,
  collate: text,
  ctype: text,
  icuLocale: z.nullable(text),
  icuRules: z.nullable(text),
  collationVersion: z.nullable(text),
  comment: z.nullable(text),
  settings: z.array(z.looseObject({ role: z.nullable(text), setting: text })),
  securityLabels: z.array(z.looseObject({ provider: text, label: text })),
})

const database = z.looseObject({
  name: z.string().check(z.minLength(1)),
  host: z.nullable(text),
  port: z.nullable(z.int()),
  systemIdentifier: z.string().check(z.regex(/^\d+$/, 'expected digits')),
  oid: count,
  serverVersion: text,
  properties,
})

const moment = z.looseObject({
  xmax: z.string().check(z.regex(/^\d+$/, 'expected digits')),
  tables: z.array(z.looseObject({ schema: text, name: text, oid: count })),
})

/** Loose throughout: what a later version adds is kept when an older one writes the manifest again. */
const manifest = z.looseObject({
  version: z.literal(1),
  id,
  file: plainName,
  format: z.enum(['plain', 'custom', 'directory']),
  compression: z.enum(['none', 'gzip', 'zstd']),
  bytes: count,
  sha256: z.nullable(sha256),
  files: z.nullable(z.array(z.looseObject({ name: plainName, bytes: count, sha256 }))),
  manifestSha256: sha256,
  createdAt: time,
  durationMs: z.number().check(z.nonnegative()),
  database,
  tables: z.array(z.looseObject({ schema: text, name: text, rows: count })),
  builds: z.optional(count),
  tool: z.looseObject({ name: text, version: text }),
  reason: z.enum(['manual', 'guard', 'reset', 'before-restore']),
  command: z.nullable(z.array(text)),
  git: z.nullable(z.looseObject({ commit: text, branch: z.nullable(text), dirty: z.boolean() })),
  label: z.nullable(text),
  pinned: z.boolean(),
  verification: z.nullable(z.looseObject({ level: z.literal([1, 2]), at: time, by: text })),
  warnings: z.array(text),
  roles: z.optional(z.nullable(plainName)),
  moment: z.optional(z.nullable(moment)),
})

// Does not compile when the schema lets something pass that the type does not allow.
type Schema = z.infer<typeof manifest>
const schemaFitsType: (value: Schema) => Manifest = (value) => value
void schemaFitsType

/** What is wrong with a value that should be a manifest v1, one line each ("bytes: …"); none when it is one. */
export function manifestProblems(value: JsonObject): readonly string[] {
  const result = manifest.safeParse(withoutSoundLists(value))
  if (result.success) return inconsistencies(value as unknown as Schema)
  return result.error.issues.map((issue) => `${issue.path.join('.') || 'manifest'}: ${issue.message}`)
}

function inconsistencies({ format, sha256, files, bytes }: Schema): readonly string[] {
  const isDirectory = format === 'directory'
  if (isDirectory !== (files !== null) || isDirectory !== (sha256 === null)) {
    return ['a directory has "files", everything else a "sha256"']
  }
  const total = files?.reduce((sum, file) => sum + file.bytes, 0) ?? bytes
  return total === bytes ? [] : [`bytes: expected the ${String(total)} of all "files"`]
}
