/** How the state before a destructive command is kept: a dump in the store, a copy of the database on its server, or both. */
export type Engine = 'dump' | 'snapshot' | 'both'

/**
 * A command that reaches beyond the database may take its server along, and a snapshot with it; an agent was not told by
 * anybody that no verified backup is needed. Then a dump is made as well.
 */
export function decideEngine(chosen: Engine, needsBackup: boolean): Engine {
  return chosen === 'snapshot' && needsBackup ? 'both' : chosen
}
