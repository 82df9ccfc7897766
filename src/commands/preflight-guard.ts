import type { Severity } from '../domain/command/severity.ts'
import type { Space } from '../domain/space.ts'
import type { Database } from '../postgres/database.ts'
import { measureServerSpace } from '../steps/measure-server-space.ts'
import { preflightBackup } from '../steps/preflight-backup.ts'
import type { Context } from '../system/context.ts'
import { checkWayBack } from './check-way-back.ts'
import { engineOf } from './engine-of.ts'
import { keptStyle } from './kept-style.ts'
import { measureImpact, type Impact } from './measure-impact.ts'
import type { Run } from './open-run.ts'

/** What is there now, and the room for what will be kept of it; undefined: nobody can tell. */
export interface GuardPreflight extends Impact {
  readonly space: Space | undefined
}

/** Everything that could stop the backup or its way back, before anybody is asked. Returns what is there now. */
export async function preflightGuard(
  ctx: Context,
  run: Run,
  { database, severity }: { readonly database: Database; readonly severity?: Severity },
): Promise<GuardPreflight> {
  const { store } = run
  const { directory } = store
  const engine = engineOf(run)
  const style = keptStyle(run, database.tools)
  const { warnings, space } = await preflightBackup(ctx, { database, store, directory, ...style, engine })
  await checkWayBack(ctx, run, { database, engine, dropsDatabase: severity === 'database' })
  for (const warning of warnings) ctx.ui.warn(warning)
  const impact = await measureImpact(ctx, run, database)
  const onServer = engine === 'snapshot' ? await measureServerSpace(ctx, database, impact.bytes) : undefined
  return { ...impact, space: space ?? onServer }
}
