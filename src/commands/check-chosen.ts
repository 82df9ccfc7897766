import { sameLineage, type Manifest, type TableRows } from '../domain/manifest.ts'
import { tableKey } from '../domain/table-key.ts'
import type { DumpSummary } from '../dump/dump-summary.ts'
import { PgsafeError } from '../errors.ts'
import type { ServerIdentity } from '../postgres/database.ts'
import type { ClientTools } from '../postgres/client-tools.ts'
import { assertHarmless } from '../steps/assert-harmless.ts'
import { proveBytes } from '../steps/prove-bytes.ts'
import { verifyBackup } from '../steps/verify-backup.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { badFileHint, type ChosenBackup } from './chosen-backup.ts'

/** What a restore has to know of a backup before it is loaded. */
export interface ChosenContents extends Pick<DumpSummary, 'tables' | 'countable' | 'builds' | 'clientVersion'> {
  /** Tables that it makes; undefined for a backup of our own, whose manifest names what is in it. */
  readonly created: DumpSummary['created'] | undefined
}

/**
 * Proves the file before anything is touched or asked. What lies in our store and was verified when it was made needs to be
 * the same bytes: all else was found in them then, and the load decodes and counts them again. Any other file is read
 * to its end, and refused, also with `--trust`, when it would reach beyond its database (fact 2).
 */
export async function checkChosen(ctx: Context, chosen: ChosenBackup, tools: ClientTools): Promise<ChosenContents> {
  const { manifest, inStore } = chosen
  if (inStore && manifest !== undefined && manifest.verification !== null) return checkBytes(ctx, chosen, manifest)
  const { tables, bytes } = manifest ?? {}
  const summary = await ctx.ui.step(messages.verifying(chosen.name), (watch) =>
    verifyBackup(ctx, { ...chosen, tables, bytes, tools, remedy: badFileHint, watch }),
  )
  assertHarmless(chosen.name, summary)
  return summary
}

/** pg_dump writes rows as COPY unless it is told not to, and we never tell it. */
async function checkBytes(ctx: Context, chosen: ChosenBackup, manifest: Manifest): Promise<ChosenContents> {
  await ctx.ui.step(messages.checkingBytes(chosen.name), (watch) =>
    proveBytes(ctx, { ...chosen, bytes: manifest.bytes, remedy: badFileHint, watch }),
  )
  const { tables, tool, builds = usualBuilds * tables.length } = manifest
  return { tables, countable: true, builds, clientVersion: tool.version, created: undefined }
}

/** Indexes and constraints of a table: for backups of older versions, and good enough to show progress. */
const usualBuilds = 2

interface Destination {
  readonly server: Pick<ServerIdentity, 'systemIdentifier'>
  readonly name: string
  /** `--to` or `--force-target`: the user has said that it is another database. */
  readonly explicit: boolean
}

/** A backup of another lineage needs the user's word for it (DESIGN 7). Throws `other-database`. */
export function assertSameDatabase({ name: file, manifest }: ChosenBackup, destination: Destination): void {
  if (manifest === undefined || destination.explicit) return
  const { systemIdentifier } = destination.server
  if (sameLineage(manifest.database, { systemIdentifier, name: destination.name })) return
  const otherName = manifest.database.name !== destination.name
  const what = otherName
    ? `a backup of "${manifest.database.name}"`
    : 'from another server (or this one was created anew)'
  throw new PgsafeError('other-database', `${file} is ${what}, not of this "${destination.name}"`, {
    hint: `if that is what you want: pgsafe restore --id ${manifest.id} --force-target, or beside it: --to ${manifest.database.name}_copy`,
  })
}

/** Tables that are in the database now and that the file lacks, or holds without rows (fact 3: `pg_dump -t`, `-s`). */
export function missingFrom(contents: ChosenContents, live: readonly TableRows[]): string[] {
  const created = new Set((contents.created ?? contents.tables).map(tableKey))
  const filled = new Map(contents.tables.map((table) => [tableKey(table), table.rows]))
  return live.flatMap((table) => {
    const name = `${table.schema}.${table.name}`
    if (!created.has(tableKey(table))) return [`${name} (not in the file)`]
    const empty = contents.countable && (filled.get(tableKey(table)) ?? 0) === 0
    return empty && table.rows > 0 ? [`${name} (without its rows)`] : []
  })
}
