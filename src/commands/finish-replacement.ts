import { analyzeDatabase } from '../postgres/analyze-database.ts'
import { commentOnDatabase } from '../postgres/comment-on-database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { connectionTo } from '../postgres/open-connection.ts'
import { dropDatabase } from '../postgres/side-database.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import { appendUndo, type UndoEntry } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Run } from './open-run.ts'
import { retireKeptDatabases } from './retire-kept-databases.ts'

export interface Replacing {
  readonly run: Run
  readonly runId: string
  readonly server: ReachedServer
  readonly kind: UndoEntry['kind']
  readonly reverses: string | null
  /** What the swap put aside; null when there was nothing. */
  readonly keptAs: string | null
  /** False with `--no-keep`: it is dropped at once. */
  readonly keep: boolean
  readonly analyze: boolean
}

/** After a swap: writes the undo entry first, then labels, analyses and retires what retention no longer keeps. */
export async function finishReplacement(ctx: Context, done: Replacing): Promise<void> {
  const { run, server, keptAs } = done
  const { maintenance } = server
  if (keptAs !== null && !done.keep) {
    await dropDatabase(ctx, maintenance, keptAs)
  } else {
    await recordUndo(ctx, done)
    if (keptAs !== null) await commentOnDatabase(ctx, maintenance, { database: keptAs, comment: label(done) })
  }
  if (done.analyze) {
    const restored = { ...maintenance, connection: connectionTo(maintenance.connection, run.target.database) }
    await ctx.ui.step(messages.analyzing, () => analyzeDatabase(ctx, restored))
  }
  await retireKeptDatabases(ctx, { run, server })
}

async function recordUndo(ctx: Context, done: Replacing): Promise<void> {
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

/** For whoever finds the database: its name says little (fact 8). Its own comment is in the undo entry. */
function label({ run, kind }: Replacing): string {
  return `kept by pgsafe ${kind}: this was "${run.target.database}". To bring it back: pgsafe undo. Store: ${run.store.directory}`
}
