import type { TableRows } from '../domain/manifest.ts'
import { sameLineage } from '../domain/manifest.ts'
import type { DumpSummary } from '../dump/dump-summary.ts'
import { PgsafeError } from '../errors.ts'
import type { ServerIdentity } from '../postgres/database.ts'
import type { ClientTools } from '../postgres/client-tools.ts'
import { assertHarmless } from '../steps/assert-harmless.ts'
import { verifyBackup } from '../steps/verify-backup.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { badFileHint, type ChosenBackup } from './chosen-backup.ts'

/** Reads the whole file once before anything is touched. A dump that would reach beyond its database is refused, also with `--trust` (fact 2). */
export async function checkChosen(ctx: Context, chosen: ChosenBackup, tools: ClientTools): Promise<DumpSummary> {
  const { tables, bytes } = chosen.manifest ?? {}
  const summary = await ctx.ui.step(messages.verifying(chosen.name), (watch) =>
    verifyBackup(ctx, { ...chosen, tables, bytes, tools, remedy: badFileHint, watch }),
  )
  assertHarmless(chosen.name, summary)
  return summary
}

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
export function missingFrom(summary: DumpSummary, live: readonly TableRows[]): string[] {
  const key = ({ schema, name }: { schema: string; name: string }) => JSON.stringify([schema, name])
  const created = new Set(summary.created.map(key))
  const filled = new Map(summary.tables.map((table) => [key(table), table.rows]))
  return live.flatMap((table) => {
    const name = `${table.schema}.${table.name}`
    if (!created.has(key(table))) return [`${name} (not in the file)`]
    const empty = summary.countable && (filled.get(key(table)) ?? 0) === 0
    return empty && table.rows > 0 ? [`${name} (without its rows)`] : []
  })
}
