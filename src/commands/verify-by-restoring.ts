import { scratchDatabaseName } from '../domain/database-names.ts'
import type { DumpSummary } from '../dump/dump-summary.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { type Poll, withPolling } from '../postgres/with-polling.ts'
import { assertRowsArrived, createSide, dropSide } from '../steps/build-side-database.ts'
import { loadBackup } from '../steps/load-backup.ts'
import { preflightSwap } from '../steps/preflight-swap.ts'
import { withServer } from '../steps/with-server.ts'
import { withStore } from '../steps/with-store.ts'
import { closeJournal, writeJournal } from '../store/journal.ts'
import { newId } from '../store/new-id.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import { badFileHint, type ChosenBackup } from './chosen-backup.ts'
import { clearDeadRuns } from './clear-dead-runs.ts'
import { freeTarget } from './free-target.ts'
import { journalFields } from './journal-fields.ts'
import type { Run } from './open-run.ts'
import { propertiesFor } from './properties-for.ts'

export interface ScratchRestore {
  readonly run: Run
  readonly backup: ChosenBackup
  /** What level 1 found in it. */
  readonly summary: DumpSummary
}

/**
 * Level 2 (DESIGN 6): the backup is restored into a scratch database on the target's server and compared, and the scratch
 * database is dropped whatever happens. Throws `verification-failed` when the backup cannot be restored.
 */
export async function verifyByRestoring(ctx: Context, order: ScratchRestore): Promise<void> {
  const { run } = order
  await freeTarget(ctx, run, {})
  await withServer(ctx, run.target, async (server) => {
    const { maintenance } = server
    await preflightSwap(ctx, { database: undefined, maintenance })
    await withStore(ctx, { store: run.store, purpose: 'verify' }, () => clearDeadRuns(ctx, { run, at: maintenance }))
    const properties = await propertiesFor(ctx, order.backup, server)
    // The lock is free meanwhile: it takes as long as a restore, and only reads the store.
    await restoreToScratch(ctx, order, { maintenance, properties })
  })
}

interface Scratch {
  readonly maintenance: Database
  readonly properties: Awaited<ReturnType<typeof propertiesFor>>
}

async function restoreToScratch(
  ctx: Context,
  order: ScratchRestore,
  { maintenance, properties }: Scratch,
): Promise<void> {
  const { store } = order.run
  const runId = newId()
  const name = scratchDatabaseName(runId)
  await writeJournal(store, {
    ...journalFields(ctx, { runId, kind: 'verify', run: order.run, server: maintenance.server }),
    phase: 'building',
    data: { side: name },
  })
  try {
    const dumpedBy = order.summary.clientVersion
    const into = await ctx.ui.step(messages.creatingScratch, () =>
      createSide(ctx, maintenance, { name, properties, dumpedBy }),
    )
    await asProof(() => withPolling(ctx, maintenance, (poll) => loadAndCompare(ctx, order, { into, poll })))
  } finally {
    const gone = await asWarning(ctx, messages.scratchRemains(name), () => dropSide(ctx, maintenance, name))
    if (gone) await closeJournal(store, runId)
  }
}

interface Loading {
  readonly into: Database
  /** Asks the server through another database. */
  readonly poll: Poll
}

async function loadAndCompare(
  ctx: Context,
  { run, backup, summary }: ScratchRestore,
  { into, poll }: Loading,
): Promise<void> {
  const jobs = run.settings.jobs.value
  await ctx.ui.step(messages.loading(backup.name), (watch) =>
    loadBackup(ctx, { ...backup, into, summary, jobs, noOwner: false, noAcl: false, watch, poll }),
  )
  if (!summary.countable) return
  const arrival = { expected: summary.tables, all: backup.manifest !== undefined }
  await ctx.ui.step(messages.comparing, () => assertRowsArrived(ctx, into, arrival))
}

/** A backup that cannot be restored is no good, whatever its checksum says. */
async function asProof(restore: () => Promise<void>): Promise<void> {
  try {
    await restore()
  } catch (error) {
    if (!isPgsafeError(error, 'restore-failed')) throw error
    const message = `the backup is whole, but it cannot be restored: ${error.message}`
    throw new PgsafeError('verification-failed', message, { cause: error, hint: badFileHint })
  }
}
