import type { Settings } from '../config/settings.ts'
import type { Danger } from '../domain/danger.ts'
import { assessTarget } from '../domain/assess-target.ts'
import { isProtected } from '../domain/protection-tag.ts'
import type { Target } from '../domain/target.ts'
import type { SqlEndpoint } from '../postgres/database.ts'
import { readProtection } from '../postgres/protection.ts'
import { readDangerSigns } from '../postgres/read-danger-signs.ts'
import type { Context } from '../system/context.ts'

export interface Judging {
  readonly target: Target
  readonly settings: Pick<Settings, 'guard'>
  /** Connected to the target, or, while that does not exist, to another database of its server. */
  readonly database: SqlEndpoint
}

/** A verdict that the server had its say in. */
export interface JudgedDanger extends Danger {
  /** Marked by `pgsafe protect`. */
  readonly protected: boolean
  /** What could not be asked, for --verbose: one sentence each. */
  readonly notes: readonly string[]
}

/**
 * How dangerous it is to destroy this target's data, and why: its names and its host, this machine, guard.allow and
 * guard.deny, the mark of `pgsafe protect`, and what the server says of itself. What a role may not ask is noted, not thrown.
 */
export async function judgeDanger(ctx: Context, { target, settings, database }: Judging): Promise<JudgedDanger> {
  const { host, hostaddr, port, user, sslmode } = target.params
  const { signs, comment, notes } = await readDangerSigns(ctx, database, target.database)
  const marked = comment === undefined ? await readMark(ctx, database, target.database) : isProtected(comment)
  const danger = assessTarget({
    target: { host, hostaddr, port, user, sslmode, database: target.database, env: ctx.env },
    server: signs,
    rules: { allow: settings.guard.allow.value, deny: settings.guard.deny.value },
    protected: marked,
  })
  return { ...danger, protected: marked, notes }
}

/** Unlike the other signs, this one must be known: if it cannot be read, that is the error. */
async function readMark(ctx: Context, at: SqlEndpoint, database: string): Promise<boolean> {
  return (await readProtection(ctx, at, database))?.protected === true
}
