import { keptDatabaseName } from '../domain/database-names.ts'
import { decideKept, describeLeft } from '../domain/kept-state.ts'
import { commentOnDatabase } from '../postgres/comment-on-database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { keepProtection } from '../steps/keep-protection.ts'
import { preflightSwap } from '../steps/preflight-swap.ts'
import { swapIn } from '../steps/swap-in.ts'
import { newId } from '../store/new-id.ts'
import { updateUndo, type KeptDatabase } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import { finishReplacement } from './finish-replacement.ts'
import type { Replaced } from './replace-database.ts'
import type { Undoing } from './undo.ts'
import { withRunJournal, type RunJournal } from './with-run-journal.ts'

/** Swaps the kept database back in: constant time whatever its size. undefined when it is not there any more. */
export async function putBackKept(ctx: Context, undoing: Undoing, kept: KeptDatabase): Promise<Replaced | undefined> {
  const { run, server } = undoing
  const found = await lookUpDatabase(ctx, server.maintenance, kept.name)
  // The oid too: a database of the same name that somebody else made is theirs.
  if (found?.oid !== kept.oid) return undefined
  await preflightSwap(ctx, server)
  const runId = newId()
  const journaled = { run, server, runId, kind: 'undo', reverses: undoing.entry.id, flags: { analyze: false } } as const
  return withRunJournal(ctx, journaled, (journal) => swapBack(ctx, undoing, { kept, runId, journal }))
}

interface SwapBack {
  readonly kept: KeptDatabase
  readonly runId: string
  readonly journal: RunJournal
}

async function swapBack(ctx: Context, undoing: Undoing, { kept, runId, journal }: SwapBack): Promise<Replaced> {
  const { run, server, entry } = undoing
  const { maintenance } = server
  const name = run.target.database
  const keptAs = server.database === undefined ? null : keptDatabaseName(runId)
  const comment = await keepProtection(ctx, maintenance, { database: name, comment: kept.comment, from: name })
  await journal.enter('swapping')
  // Before the swap: what takes the name is marked from its first instant.
  await commentOnDatabase(ctx, maintenance, { database: kept.name, comment })
  const { milliseconds } = await ctx.ui.step(messages.swapping, () =>
    swapIn(ctx, maintenance, { name, side: kept.name, keptAs }),
  )
  await asWarning(ctx, messages.swapNotRecorded, async () => {
    await updateUndo(run.store, entry.id, { keptDatabase: null })
  })
  const flags = { analyze: false } as const
  await finishReplacement(ctx, { run, server, kind: 'undo', reverses: entry.id, runId, journal, keptAs, flags })
  const left = describeLeft(keptAs, decideKept(run.settings.keptDatabases, true))
  return { ...left, notApplied: [], swapMilliseconds: milliseconds }
}
