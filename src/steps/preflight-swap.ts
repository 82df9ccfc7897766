import { PgsafeError } from '../errors.ts'
import { checkSwap } from '../postgres/check-swap.ts'
import type { Database } from '../postgres/database.ts'
import { mayCreateDatabases } from '../postgres/may-create-databases.ts'
import type { Context } from '../system/context.ts'

/**
 * Whether this role may put another database in the target's place (facts 6, 7): found before anything is touched. Throws
 * `insufficient-rights` with every reason.
 */
export async function preflightSwap(
  ctx: Context,
  server: { readonly database: Database | undefined; readonly maintenance: Database },
): Promise<void> {
  const { database, maintenance } = server
  const problems = database === undefined ? await creationProblems(ctx, maintenance) : await checkSwap(ctx, database)
  if (problems.length === 0) return
  throw new PgsafeError('insufficient-rights', problems.map(({ problem }) => problem).join('; '), {
    hint: [...new Set(problems.map(({ remedy }) => remedy))].join('; '),
  })
}

async function creationProblems(ctx: Context, maintenance: Database): Promise<{ problem: string; remedy: string }[]> {
  if (await mayCreateDatabases(ctx, maintenance)) return []
  const { role } = maintenance.server
  return [
    {
      problem: `the role "${role}" may not create databases`,
      remedy: `let a superuser run: ALTER ROLE "${role}" CREATEDB`,
    },
  ]
}
