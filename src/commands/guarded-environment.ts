import { libpqVariables } from '../domain/libpq-variables.ts'
import type { Environment } from '../system/context.ts'
import type { Run } from './open-run.ts'

/**
 * What the wrapped command gets on top of our own environment: the URL of the database that was backed up, so that no
 * other `.env` can lead it elsewhere, or its PG* variables, which may stand in a `.env` that psql does not read; a name in pg_stat_activity; and the run, so that a guard inside passes through.
 */
export function guardedEnvironment({ target }: Run, { runId }: { readonly runId: string }): Environment {
  return {
    ...(target.url === undefined ? libpqVariables(target) : { [target.variable]: target.url }),
    PGAPPNAME: `pgsafe-${runId}`,
    PGSAFE_GUARDED: runId,
  }
}
