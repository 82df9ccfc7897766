import type { Engine } from '../domain/engine.ts'
import type { Database } from '../postgres/database.ts'
import { preflightRecreation } from '../steps/preflight-recreation.ts'
import { preflightUndo } from '../steps/preflight-undo.ts'
import { withServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Run } from './open-run.ts'

interface WayBack {
  readonly database: Database
  readonly engine?: Engine
  /** The command drops the database itself. */
  readonly dropsDatabase?: boolean
}

/** Whether the backup could be brought back, by the role that would do it: that of `restoreUrl` where there is one. */
export async function checkWayBack(
  ctx: Context,
  { target }: Run,
  { database, engine, dropsDatabase = false }: WayBack,
): Promise<void> {
  const check = async (at: Database) => {
    const method = await preflightUndo(ctx, at, engine)
    if (dropsDatabase) await preflightRecreation(ctx, at)
    if (method === 'in-place') ctx.ui.detail(messages.wayBackInPlace)
  }
  if (target.restoreAs === undefined) return check(database)
  await withServer(ctx, target, (server) => check(server.database ?? database))
}
