import {
  keptDatabaseName,
  scratchDatabaseName,
  sideDatabaseName,
  snapshotDatabaseName,
} from '../domain/database-names.ts'
import { planRecovery, type RecoveryPlan, type RunTraces } from '../domain/plan-recovery.ts'
import type { SqlEndpoint } from '../postgres/database.ts'
import { lookUpDatabase } from '../postgres/look-up-database.ts'
import { untilWorkEnded } from '../postgres/work-session.ts'
import type { OpenJournal } from '../store/journal.ts'
import type { Store } from '../store/open-store.ts'
import { type KeptDatabase, readUndoChain } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'

interface DeadRunAt {
  readonly store: Store
  /** Any database of the run's server, but none of its own. */
  readonly at: SqlEndpoint
  readonly journal: OpenJournal
  /** The server is told to stop what it still does for that run; else it is waited for. */
  readonly endWork: boolean
}

/**
 * Looks at what a dead run left on its server and decides how to end it. Changes nothing by itself. Throws `database-busy` when
 * the server does not come to an end with what that run had sent it: until then nobody can tell.
 */
export async function planDeadRun(ctx: Context, { store, at, journal, endWork }: DeadRunAt): Promise<RecoveryPlan> {
  const { runId, target } = journal
  const names = {
    side: sideDatabaseName(runId),
    scratch: scratchDatabaseName(runId),
    snapshot: snapshotDatabaseName(runId),
    keepAs: keptDatabaseName(runId),
  }
  const chain = await readUndoChain(store)
  const reversed = findReversed({ chain, journal })
  const opened = findOpened({ chain, journal })
  const named = [reversed?.kept.name, opened?.name].filter((name) => name !== undefined)
  const databases = [...Object.values(names), ...named]
  await untilWorkEnded(ctx, at, { databases, end: endWork })
  const exists = async (name: string) => (await lookUpDatabase(ctx, at, name)) !== undefined
  // By the names that follow from the run's id, never by what the file says: nothing else can be dropped.
  const halfBuilt: string[] = []
  for (const name of [names.side, names.scratch]) if (await exists(name)) halfBuilt.push(name)
  const recorded = chain.some(({ id }) => id === runId)
  // Its command never ran: nobody will want to go back to it.
  if (!recorded && (await exists(names.snapshot))) halfBuilt.push(names.snapshot)
  return planRecovery(journal, {
    halfBuilt,
    kept: (await exists(names.keepAs)) ? names.keepAs : undefined,
    recorded,
    opened: opened !== undefined && (await isThere(ctx, at, opened)) ? opened.name : undefined,
    targetExists: await exists(target.name),
    reversed: reversed === undefined ? undefined : await traceReversed(ctx, at, reversed),
  })
}

interface Traced {
  readonly chain: Awaited<ReturnType<typeof readUndoChain>>
  readonly journal: OpenJournal
}

interface Reversed {
  readonly id: string
  readonly kept: KeptDatabase
}

function findReversed({ chain, journal }: Traced): Reversed | undefined {
  const entry = chain.find(({ id }) => id === journal.data['reverses'])
  return entry === undefined || entry.keptDatabase === null ? undefined : { id: entry.id, kept: entry.keptDatabase }
}

/** Only a snapshot that the chain knows. */
function findOpened({ chain, journal }: Traced): KeptDatabase | undefined {
  const step = chain.find(({ keptDatabase }) => keptDatabase?.name === journal.data['opened'])
  const kept = step?.keptDatabase ?? undefined
  return kept?.snapshot === undefined ? undefined : kept
}

async function traceReversed(ctx: Context, at: SqlEndpoint, { id, kept }: Reversed): Promise<RunTraces['reversed']> {
  return { id, keptName: kept.name, present: await isThere(ctx, at, kept) }
}

/** The oid too: a database of the same name that somebody else made is theirs. */
async function isThere(ctx: Context, at: SqlEndpoint, { name, oid }: KeptDatabase): Promise<boolean> {
  return (await lookUpDatabase(ctx, at, name))?.oid === oid
}
