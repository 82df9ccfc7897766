import { keptDatabaseName } from '../domain/database-names.ts'
import { commentOnDatabase } from '../postgres/comment-on-database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { preflightSwap } from '../steps/preflight-swap.ts'
import { swapIn } from '../steps/swap-in.ts'
import { newId } from '../store/new-id.ts'
import { updateUndo, type KeptDatabase } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { finishReplacement } from './finish-replacement.ts'
import type { Undoing } from './undo.ts'

/** Swaps the kept database back in: constant time whatever its size. False when it is not there any more. */
export async function putBackKept(ctx: Context, { run, server, entry }: Undoing, kept: KeptDatabase): Promise<boolean> {
  const { maintenance, database } = server
  const found = await lookUpDatabase(ctx, maintenance, kept.name)
  if (found?.oid !== kept.oid) return false
  await preflightSwap(ctx, server)
  const runId = newId()
  const keptAs = database === undefined ? null : keptDatabaseName(runId)
  await ctx.ui.step(messages.swapping, () =>
    swapIn(ctx, maintenance, { name: run.target.database, side: kept.name, keptAs }),
  )
  await commentOnDatabase(ctx, maintenance, { database: run.target.database, comment: kept.comment })
  await updateUndo(run.store, entry.id, { keptDatabase: null })
  await finishReplacement(ctx, {
    run,
    runId,
    server,
    kind: 'undo',
    reverses: entry.id,
    keptAs,
    keep: true,
    analyze: false,
  })
  return true
}
