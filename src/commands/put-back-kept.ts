import { keptDatabaseName } from '../domain/database-names.ts'
import { decideKept, describeLeft } from '../domain/kept-state.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { applyProperties } from '../steps/build-side-database.ts'
import { hasSwapped } from '../steps/has-swapped.ts'
import { keepProtection } from '../steps/keep-protection.ts'
import { closeKept, openKept } from '../steps/open-kept.ts'
import { preflightSwap } from '../steps/preflight-swap.ts'
import { swapIn } from '../steps/swap-in.ts'
import { newId } from '../store/new-id.ts'
import { updateUndo, type KeptDatabase } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import { confirmLosses } from './confirm-losses.ts'
import { finishReplacement } from './finish-replacement.ts'
import { undoLine } from './given-flags.ts'
import type { Replaced } from './replace-database.ts'
import type { Undoing } from './undo.ts'
import { withRunJournal, type RunJournal } from './with-run-journal.ts'

/** Swaps the kept database or snapshot back in: constant time whatever its size. undefined when it is not there any more. */
export async function putBackKept(ctx: Context, undoing: Undoing, kept: KeptDatabase): Promise<Replaced | undefined> {
  const { run, server } = undoing
  const found = await lookUpDatabase(ctx, server.maintenance, kept.name)
  // The oid too: a database of the same name that somebody else made is theirs.
  if (found?.oid !== kept.oid) return undefined
  await preflightSwap(ctx, server)
  const runId = newId()
  const journaled = { run, server, runId, kind: 'undo', reverses: undoing.entry.id, flags: { analyze: false } } as const
  return withRunJournal(ctx, journaled, (journal) =>
    swapBack(ctx, undoing, { kept, label: found.comment, runId, journal }),
  )
}

interface SwapBack {
  readonly kept: KeptDatabase
  /** What it says of itself while it is kept. */
  readonly label: string | null
  readonly runId: string
  readonly journal: RunJournal
}

async function swapBack(ctx: Context, undoing: Undoing, swap: SwapBack): Promise<Replaced> {
  const { run, server, entry } = undoing
  const { runId, journal } = swap
  const keptAs = server.database === undefined ? null : keptDatabaseName(runId)
  await journal.enter('swapping')
  const { milliseconds, notApplied } = await swapReady(ctx, undoing, { ...swap, keptAs })
  await asWarning(ctx, messages.swapNotRecorded, async () => {
    await updateUndo(run.store, entry.id, { keptDatabase: null })
  })
  const flags = { analyze: false } as const
  await finishReplacement(ctx, { run, server, kind: 'undo', reverses: entry.id, runId, journal, keptAs, flags })
  const left = describeLeft(keptAs, {
    kept: decideKept(run.settings.keptDatabases, true),
    undoLine: undoLine(undoing),
  })
  return { ...left, notApplied, swapMilliseconds: milliseconds }
}

interface Swapped {
  readonly milliseconds: number
  readonly notApplied: readonly string[]
}

/** What takes the name is what it was from its first instant; when it does not come to that, it is as it was kept. */
async function swapReady(
  ctx: Context,
  undoing: Undoing,
  { kept, label, keptAs, journal }: SwapBack & { readonly keptAs: string | null },
): Promise<Swapped> {
  const { maintenance } = undoing.server
  const name = undoing.run.target.database
  try {
    const notApplied = await makeReady(ctx, undoing, kept)
    const { milliseconds } = await ctx.ui.step(messages.swapping, () =>
      swapIn(ctx, maintenance, { name, side: kept.name, keptAs }),
    )
    return { milliseconds, notApplied }
  } catch (error) {
    const closed = await asWarning(ctx, messages.keptLeftOpen(kept.name), async () => {
      if (await hasSwapped(ctx, maintenance, { target: name, keptAs })) journal.leaveOpen()
      else await closeKept(ctx, maintenance, { kept, comment: label })
    })
    if (!closed) journal.leaveOpen()
    throw error
  }
}

/** Returns what this role could not bring back, with consent to go on without it: a copy has none of what a database has of its own. */
async function makeReady(
  ctx: Context,
  { run, server, flags }: Undoing,
  kept: KeptDatabase,
): Promise<readonly string[]> {
  const { maintenance } = server
  const name = run.target.database
  const comment = await keepProtection(ctx, maintenance, { database: name, comment: kept.comment, from: name })
  await openKept(ctx, maintenance, { kept, comment })
  if (kept.snapshot === undefined) return []
  const properties = { ...kept.snapshot.properties, comment }
  const notApplied = await applyProperties(ctx, maintenance, { side: kept.name, properties })
  if (notApplied.length > 0) await confirmLosses(ctx, { run, server, losses: notApplied, flags })
  return notApplied
}
