import type { Database } from '../postgres/database.ts'
import { readJournals, type OpenJournal } from '../store/journal.ts'
import type { Context } from '../system/context.ts'
import type { Run } from './open-run.ts'

/** The run of the guard or reset around us, if it lives and guards this very database (DESIGN 4.5): a variable alone proves nothing. */
export async function findGuardingRun(
  ctx: Context,
  { store, target }: Run,
  database: Database,
): Promise<OpenJournal | undefined> {
  const runId = ctx.env['PGSAFE_GUARDED']
  if (runId === undefined) return undefined
  const journals = await readJournals(store)
  const { systemIdentifier } = database.server
  return journals.find(
    (journal) =>
      journal.runId === runId &&
      (journal.kind === 'guard' || journal.kind === 'reset') &&
      journal.alive &&
      journal.target.systemIdentifier === systemIdentifier &&
      journal.target.name === target.database,
  )
}
