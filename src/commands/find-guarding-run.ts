import type { Database } from '../postgres/database.ts'
import { readJournals } from '../store/journal.ts'
import type { Context } from '../system/context.ts'
import type { Run } from './open-run.ts'

/** The run of the guard or reset around us, if it lives and guards this very database (DESIGN 4.5): a variable alone proves nothing. */
export async function findGuardingRun(
  ctx: Context,
  { store, target }: Run,
  database: Database,
): Promise<string | undefined> {
  const runId = ctx.env['PGSAFE_GUARDED']
  if (runId === undefined) return undefined
  const journals = await readJournals(store)
  const { systemIdentifier } = database.server
  const around = journals.find(
    (journal) =>
      journal.runId === runId &&
      (journal.kind === 'guard' || journal.kind === 'reset') &&
      journal.alive &&
      journal.target.systemIdentifier === systemIdentifier &&
      journal.target.name === target.database,
  )
  return around?.runId
}
