/** A run that died, as its journal tells. */
export interface DeadRun {
  readonly kind: 'backup' | 'restore' | 'guard' | 'reset' | 'undo' | 'verify'
  readonly phase: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What the server and the undo chain show of it. */
export interface RunTraces {
  /** Databases that the run was building. */
  readonly halfBuilt: readonly string[]
  /** The name of what its swap put aside; undefined: there is no such database. */
  readonly kept: string | undefined
  /** The undo chain has an entry of this run. */
  readonly recorded: boolean
  /** A snapshot that the run had opened to connections, for its dump. */
  readonly opened: string | undefined
  readonly targetExists: boolean
  /** The entry that an undo was reversing, and whether the database that this entry kept still has its kept name. */
  readonly reversed: { readonly id: string; readonly keptName: string; readonly present: boolean } | undefined
}

export type RecoveryStep =
  /** `label`: what is kept says what it is; a snapshot is closed to connections with it. */
  | { readonly do: 'drop' | 'enter-undo' | 'label'; readonly database: string }
  /** The kept database of that entry is in use again: nothing is kept of that step any more. */
  | { readonly do: 'forget-kept'; readonly entry: string }
  | { readonly do: 'analyze' }

export interface RecoveryPlan {
  /** `finished`: its swap had happened. `rolled-back`: the database is the old one. `closed`: there was nothing to put right. */
  readonly outcome: 'finished' | 'rolled-back' | 'closed'
  readonly steps: readonly RecoveryStep[]
}

/**
 * How a dead run is brought to an end. The swap is one transaction, so its databases tell which side of it the run died on;
 * what comes after (undo entry, label, statistics) is made up for, in an order in which a second crash loses nothing.
 */
export function planRecovery(run: DeadRun, traces: RunTraces): RecoveryPlan {
  const drops = traces.halfBuilt.map((database): RecoveryStep => ({ do: 'drop', database }))
  if (run.kind !== 'restore' && run.kind !== 'undo') {
    const closes = traces.opened === undefined ? [] : [{ do: 'label', database: traces.opened } as const]
    return { outcome: drops.length === 0 ? 'closed' : 'rolled-back', steps: [...drops, ...closes] }
  }
  if (run.phase === 'in-place') return { outcome: 'closed', steps: [...drops, ...statistics(run, traces)] }
  if (hasSwapped(run, traces)) return { outcome: 'finished', steps: [...drops, ...afterSwap(run, traces)] }
  return { outcome: 'rolled-back', steps: [...drops, ...withoutSwap(run, traces)] }
}

function hasSwapped({ phase, data }: DeadRun, { kept, halfBuilt, targetExists }: RunTraces): boolean {
  if (kept !== undefined || phase === 'recording') return true
  // Where nothing was replaced, nothing was put aside: the new database itself is the only trace.
  return phase === 'swapping' && data['keptAs'] === null && targetExists && halfBuilt.length === 0
}

function afterSwap({ data }: DeadRun, { kept, recorded, reversed, targetExists }: RunTraces): RecoveryStep[] {
  return [
    ...(kept !== undefined && !recorded ? [{ do: 'enter-undo', database: kept } as const] : []),
    ...(reversed?.present === false ? [{ do: 'forget-kept', entry: reversed.id } as const] : []),
    ...(kept === undefined ? [] : [{ do: 'label', database: kept } as const]),
    ...statistics({ data }, { targetExists }),
  ]
}

function statistics(
  { data }: Pick<DeadRun, 'data'>,
  { targetExists }: Pick<RunTraces, 'targetExists'>,
): RecoveryStep[] {
  return data['analyze'] === true && targetExists ? [{ do: 'analyze' }] : []
}

/** An undo takes its source's label off before the swap. */
function withoutSwap({ phase }: DeadRun, { reversed }: RunTraces): RecoveryStep[] {
  return phase === 'swapping' && reversed?.present === true ? [{ do: 'label', database: reversed.keptName }] : []
}
