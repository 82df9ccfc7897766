import type { GlobalFlags } from '../config/global-flags.ts'
import type { CatalogueEntry } from '../domain/catalogue-entry.ts'
import type { Manifest } from '../domain/manifest.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import type { DumpSummary } from '../dump/dump-summary.ts'
import { PgsafeError } from '../errors.ts'
import { findClientTools } from '../postgres/find-client-tools.ts'
import { assertHarmless } from '../steps/assert-harmless.ts'
import { recordVerification } from '../steps/record-verification.ts'
import { verifyBackup } from '../steps/verify-backup.ts'
import { withStore } from '../steps/with-store.ts'
import type { Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { chooseByReference, chosenFrom, type ChosenBackup } from './chosen-backup.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { asWarning } from './as-warning.ts'
import { findOwnEntries, type OwnEntries } from './find-own-entries.ts'
import { mentionDeadRuns } from './mention-dead-runs.ts'
import { noteDamage } from './note-damage.ts'
import { openRun } from './open-run.ts'
import { verifyByRestoring } from './verify-by-restoring.ts'
import { withFailureLog } from './with-failure-log.ts'

export interface VerifyFlags {
  readonly restore?: boolean
  readonly jobs?: number
}

/**
 * `pgsafe verify`: the named backup, or the newest. Level 1 reads the file from its first byte to its last and never connects;
 * `--restore` is level 2.
 */
export async function runVerify(
  ctx: Context,
  flags: VerifyFlags & GlobalFlags,
  reference: string | undefined,
): Promise<void> {
  const own = await findOwnEntries(ctx, flags, readCatalogue)
  const chosen = await choose(ctx, own, { flags, reference })
  const summary = await noteDamage(ctx, { ...own, chosen, flags }, () => readWhole(ctx, chosen))
  if (flags.dryRun === true) return report(ctx, chosen, { ...summary, level: 1 })
  if (flags.restore !== true) {
    const manifest = await recordFirst(ctx, own.store, chosen)
    return report(ctx, { ...chosen, manifest }, { ...summary, level: 1 })
  }
  const manifest = await proveByRestoring(ctx, flags, { chosen, summary })
  report(ctx, { ...chosen, manifest }, { ...summary, level: 2 })
}

async function readWhole(ctx: Context, chosen: ChosenBackup): Promise<DumpSummary> {
  const { name, format, manifest } = chosen
  const tools = format === 'plain' ? undefined : (await findClientTools(ctx))[0]
  return ctx.ui.step(messages.verifying(name), async (watch) => {
    const { tables, bytes } = manifest ?? {}
    const summary = await verifyBackup(ctx, { ...chosen, tables, bytes, tools, watch })
    assertHarmless(name, summary)
    return summary
  })
}

/** One of the store that was not verified, or had once been found damaged, is verified from now on. Returns the manifest as it is then. */
async function recordFirst(
  ctx: Context,
  store: Store,
  { inStore, manifest, path, name }: ChosenBackup,
): Promise<Manifest | undefined> {
  if (!inStore || manifest?.verification !== null) return manifest
  let recorded = manifest
  await asWarning(ctx, messages.verificationNotNoted(name), async () => {
    recorded = await withStore(ctx, { store, purpose: 'verify' }, () => recordVerification(ctx, path, 1))
  })
  return recorded
}

interface Readable {
  readonly chosen: ChosenBackup
  readonly summary: DumpSummary
}

/** Returns the manifest as it says so now; undefined for a file that has none. */
async function proveByRestoring(
  ctx: Context,
  flags: GlobalFlags,
  { chosen, summary }: Readable,
): Promise<Manifest | undefined> {
  if (chosen.manifest === undefined && flags.trust !== true) throw untrusted(chosen.name)
  const run = await openRun(ctx, flags)
  return withFailureLog(ctx, run, async () => {
    await verifyByRestoring(ctx, { run, backup: chosen, summary })
    if (chosen.manifest === undefined) return undefined
    return withStore(ctx, { store: run.store, purpose: 'verify' }, () => recordVerification(ctx, chosen.path, 2))
  })
}

function untrusted(name: string): PgsafeError {
  return new PgsafeError('untrusted-file', `${name} was not made by pgsafe: restoring it runs what its author wrote`, {
    hint: 'if you know where it comes from, add --trust; without --restore nothing of it runs',
  })
}

interface Verified extends Pick<DumpSummary, 'tables'> {
  readonly level: 1 | 2
}

function report(ctx: Context, { name, path, manifest }: ChosenBackup, { tables, level }: Verified): void {
  const verified =
    manifest === undefined ? { file: name, path, tables, level } : { ...summarizeBackup(path, manifest), level }
  ctx.ui.result({ verified }, () => ctx.ui.say(messages.verifyDone({ path, bytes: manifest?.bytes, tables, level })))
}

/** Without a reference the newest of this database that is ours: a damaged one too, so that it is noticed. */
async function choose(
  ctx: Context,
  { store, entries, all, database }: OwnEntries<CatalogueEntry>,
  { flags, reference }: { readonly flags: VerifyFlags; readonly reference: string | undefined },
): Promise<ChosenBackup> {
  if (flags.restore !== true) await mentionDeadRuns(ctx, store)
  if (reference !== undefined) return chooseByReference(ctx, { entries: all, store, reference, mayBePath: true })
  const newest = entries.find((entry) => entry.kind !== 'foreign')
  if (newest !== undefined) return chosenFrom(newest)
  const of = database === undefined ? '' : ` of "${database}"`
  throw new PgsafeError('no-such-backup', `there are no backups${of} in ${store.directory}`, {
    hint: 'make one: pgsafe backup',
  })
}
