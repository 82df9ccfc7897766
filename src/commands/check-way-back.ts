import type { Database } from '../postgres/database.ts'
import { preflightUndo } from '../steps/preflight-undo.ts'
import { withServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import type { Run } from './open-run.ts'

/** Whether the backup could be brought back, by the role that would do it: that of `restoreUrl` where there is one. */
export async function checkWayBack(ctx: Context, { target }: Run, database: Database): Promise<void> {
  if (target.restoreAs === undefined) return preflightUndo(ctx, database)
  await withServer(ctx, target, (server) => preflightUndo(ctx, server.database ?? database))
}
