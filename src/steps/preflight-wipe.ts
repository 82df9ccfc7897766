import { formatCount } from '../domain/format-count.ts'
import { planWipe, type Wipe } from '../domain/reset/plan-wipe.ts'
import { PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { readLockNeed } from '../postgres/user-schemas.ts'
import type { Context } from '../system/context.ts'
import type { FoundContents } from '../postgres/read-reset-contents.ts'

interface Wiping {
  readonly database: Database
  readonly contents: FoundContents
  readonly otherSchemas: 'emptied' | 'dropped'
}

/** What dropping everything would meet. Throws `insufficient-rights` or `server-unsuitable` when it could not succeed. */
export async function preflightWipe(ctx: Context, { database, contents, otherSchemas }: Wiping): Promise<Wipe> {
  const plan = planWipe(contents, otherSchemas)
  assertOurs(contents, plan)
  const { needed, room } = await readLockNeed(ctx, database)
  if (needed < room) return plan
  throw new PgsafeError(
    'server-unsuitable',
    `dropping everything in one transaction takes up to ${needed} locks, and this server has room for ${room}`,
    { hint: 'raise max_locks_per_transaction and restart the server, or say with reset.command what to run instead' },
  )
}

function assertOurs({ schemas, foreignLargeObjects }: FoundContents, plan: Wipe): void {
  const problems = schemas.flatMap(({ name, owner, owned, foreign }, index) => {
    if (plan.schemas[index]?.action === 'dropped' && !owned) return [`the schema ${name} belongs to ${owner}`]
    return foreign.length === 0 ? [] : [`${foreign.join(', ')} in the schema ${name}: they belong to other roles`]
  })
  if (foreignLargeObjects > 0) problems.push(`${formatCount(foreignLargeObjects, 'large object')} of other roles`)
  if (problems.length === 0) return
  throw new PgsafeError('insufficient-rights', `this role could not drop everything: ${problems.join('; ')}`, {
    hint: 'connect as their owner or a superuser, or say with reset.command what to run instead',
  })
}
