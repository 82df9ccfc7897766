import { applyKeptRetention, type KeptPlan } from '../domain/kept-retention.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { readJournals } from '../store/journal.ts'
import type { Store } from '../store/open-store.ts'
import { readUndoChain, type UndoEntry } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'

interface KeptPlanning {
  readonly store: Store
  /** Only what is kept on this server can be removed. */
  readonly systemIdentifier: string
  /** Of this database only; undefined: of all. */
  readonly name?: string
  readonly limits: { readonly count: { readonly value: number }; readonly hours: { readonly value: number } }
}

/** What retention would do with the kept databases and snapshots of this store on one server. Changes nothing. */
export async function planKeptRetention(
  ctx: Pick<Context, 'now'>,
  { store, systemIdentifier, name, limits }: KeptPlanning,
): Promise<KeptPlan<UndoEntry>> {
  const steps = (await readUndoChain(store)).filter(
    ({ target }) => target.systemIdentifier === systemIdentifier && (name === undefined || target.name === name),
  )
  // Most stores keep nothing: then there is nothing to read either.
  if (steps.every(({ keptDatabase }) => keptDatabase === null)) return { keep: [], remove: [] }
  const pinned = (await readCatalogue(store)).flatMap((entry) =>
    entry.kind === 'backup' && entry.manifest.pinned ? [entry.manifest.id] : [],
  )
  // Not our own restore's or undo's, which is what makes room for what it keeps.
  const running = (await readJournals(store))
    .filter(({ alive, kind }) => alive && (kind === 'guard' || kind === 'reset'))
    .map(({ runId }) => runId)
  return applyKeptRetention(steps, {
    count: limits.count.value,
    hours: limits.hours.value,
    now: ctx.now(),
    running: new Set(running),
    pinned: new Set(pinned),
  })
}
