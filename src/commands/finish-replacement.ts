import { formatKeptLabel } from '../domain/kept-label.ts'
import { analyzeDatabase } from '../postgres/analyze-database.ts'
import { commentOnDatabase } from '../postgres/comment-on-database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { connectionTo } from '../postgres/open-connection.ts'
import { dropDatabase } from '../postgres/side-database.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import { appendUndo } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { Run } from './open-run.ts'
import { retireKeptDatabases } from './retire-kept-databases.ts'
import type { RunJournal } from './with-run-journal.ts'

export interface Swapped {
  readonly run: Run
  readonly runId: string
  readonly journal: RunJournal
  readonly server: ReachedServer
  readonly kind: 'restore' | 'undo'
  readonly reverses: string | null
  /** What the swap put aside; null when there was nothing. */
  readonly keptAs: string | null
  readonly flags: { readonly keep?: false; readonly analyze?: false }
}

/**
 * After a swap: the undo entry first, then labels, statistics, and what retention no longer keeps. The data is in place by
 * now, so nothing here fails the run; an undo entry that could not be written is made up for by the next run.
 */
export async function finishReplacement(ctx: Context, done: Swapped): Promise<void> {
  const { run, server, journal } = done
  // Ctrl-C may spare the statistics, but not the way back.
  const steadily = { ...ctx, signal: new AbortController().signal }
  const recorded = await asWarning(ctx, messages.swapNotRecorded, async () => {
    await journal.enter('recording')
    await settleReplaced(steadily, done)
  })
  if (!recorded) journal.leaveOpen()
  if (done.flags.analyze !== false) await analyze(ctx, done)
  if (!ctx.signal.aborted)
    await asWarning(ctx, messages.keptNotRetired, () => retireKeptDatabases(ctx, { run, server }))
}

/** What was replaced becomes the way back, or goes at once with `--no-keep`. */
async function settleReplaced(ctx: Context, done: Swapped): Promise<void> {
  const { keptAs, server, flags, run, kind } = done
  if (keptAs !== null && flags.keep === false) return dropDatabase(ctx, server.maintenance, keptAs)
  await recordUndo(ctx, done)
  if (keptAs !== null) {
    const comment = formatKeptLabel({ kind, database: run.target.database, directory: run.store.directory })
    await commentOnDatabase(ctx, server.maintenance, { database: keptAs, comment })
  }
}

async function recordUndo(ctx: Context, done: Swapped): Promise<void> {
  const { keptAs, server, run } = done
  const kept = keptAs === null ? undefined : await lookUpDatabase(ctx, server.maintenance, keptAs)
  await appendUndo(run.store, {
    id: done.runId,
    at: ctx.now().toISOString(),
    kind: done.kind,
    target: { systemIdentifier: server.maintenance.server.systemIdentifier, name: run.target.database },
    backupId: null,
    keptDatabase: kept ?? null,
    reverses: done.reverses,
    done: true,
  })
}

async function analyze(ctx: Context, { run, server: { maintenance } }: Swapped): Promise<void> {
  const restored = { ...maintenance, connection: connectionTo(maintenance.connection, run.target.database) }
  await asWarning(ctx, messages.notAnalyzed, () =>
    ctx.ui.step(messages.analyzing, () => analyzeDatabase(ctx, restored)),
  )
}
