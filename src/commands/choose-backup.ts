import type { CatalogueEntry } from '../domain/catalogue-entry.ts'
import { newestVerified } from '../domain/find-backup.ts'
import { findRicherBackup } from '../domain/find-richer-backup.ts'
import { findUnusableSince } from '../domain/find-unusable-since.ts'
import { PgsafeError } from '../errors.ts'
import type { ServerIdentity } from '../postgres/database.ts'
import { readCatalogue } from '../store/catalogue.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { chooseByReference, chosenFrom, type ChosenBackup } from './chosen-backup.ts'
import type { Run } from './open-run.ts'

export interface BackupChoice {
  readonly reference?: string | undefined
  readonly latest?: boolean | undefined
  /** A name in the store or a path. */
  readonly file?: string | undefined
  readonly id?: string | undefined
}

interface Choosing {
  readonly run: Run
  readonly server: Pick<ServerIdentity, 'systemIdentifier'>
  readonly choice: BackupChoice
}

/** By reference, `--latest`, `--file` or `--id`; else the numbered list. Throws `no-such-backup` or `nothing-to-restore`. */
export async function chooseBackup(ctx: Context, { run, server, choice }: Choosing): Promise<ChosenBackup> {
  const entries = await readCatalogue(run.store)
  if (choice.latest === true) return chosenFrom(latest(ctx, entries, { run, server }))
  const reference = choice.id ?? choice.file ?? choice.reference
  if (reference === undefined) return fromList(ctx, entries, run)
  return chooseByReference(ctx, { entries, reference, store: run.store, mayBePath: choice.id === undefined })
}

/** Never a before-restore one: that is a state somebody wanted rid of. */
function latest(
  ctx: Context,
  entries: readonly CatalogueEntry[],
  { run: { store, target }, server }: Omit<Choosing, 'choice'>,
): CatalogueEntry {
  const lineage = { systemIdentifier: server.systemIdentifier, name: target.database }
  const newest = newestVerified(entries, lineage, { excludeReasons: ['before-restore'] })
  if (newest !== undefined) {
    for (const { name, problem } of findUnusableSince(entries, newest))
      ctx.ui.warn(messages.newerIsBroken(name, problem))
    const richer = findRicherBackup(entries, newest)
    if (richer !== undefined) ctx.ui.warn(messages.latestHoldsFewer({ newest, richer, now: ctx.now() }))
    return newest
  }
  const elsewhere = entries.find((entry) => entry.kind === 'backup' && entry.manifest.database.name === lineage.name)
  throw new PgsafeError(
    'nothing-to-restore',
    `no verified backup of "${lineage.name}" on this server in ${store.directory}`,
    {
      hint:
        elsewhere?.kind === 'backup'
          ? `there is one of the same name from another server: pgsafe restore --id ${elsewhere.manifest.id} --force-target`
          : 'make one first: pgsafe backup',
    },
  )
}

async function fromList(ctx: Context, entries: readonly CatalogueEntry[], run: Run): Promise<ChosenBackup> {
  const offered = entries.filter((entry) => isOf(entry, run.target.database))
  if (offered.length === 0) {
    throw new PgsafeError('nothing-to-restore', `no backups of "${run.target.database}" in ${run.store.directory}`, {
      hint: 'make one first: pgsafe backup',
    })
  }
  if (!ctx.prompts.interactive || run.caller.kind === 'agent') {
    throw new PgsafeError('consent-needed', 'which backup? There is no terminal to ask in', {
      hint: 'name it: pgsafe restore --latest, or --id, or --file',
    })
  }
  ctx.ui.say(messages.restoreScreen())
  ctx.ui.say(messages.restoreList(offered, ctx.now()))
  return chosenFrom(await askNumber(ctx, offered))
}

/** Backups of another database never show up here: restoring one takes naming it. */
function isOf(entry: CatalogueEntry, database: string): boolean {
  if (entry.kind === 'backup') return entry.manifest.database.name === database
  return entry.kind === 'foreign' && entry.database === database
}

async function askNumber(ctx: Context, offered: readonly CatalogueEntry[]): Promise<CatalogueEntry> {
  for (;;) {
    const answer = await ctx.prompts.input(messages.chooseBackup)
    if (answer === 'q') throw new PgsafeError('refused', 'cancelled: nothing was changed')
    const entry = /^\d+$/.test(answer) ? offered[Number(answer) - 1] : undefined
    if (entry !== undefined) return entry
    ctx.ui.say(messages.noSuchNumber(answer, offered.length))
  }
}
