import type { GlobalFlags } from '../config/global-flags.ts'
import type { TableRows } from '../domain/manifest.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import { assertSameDatabase, checkChosen } from './check-chosen.ts'
import { chooseBackup } from './choose-backup.ts'
import { chooseMethod } from './choose-method.ts'
import { countNow } from './count-now.ts'
import { noteDamage } from './note-damage.ts'
import type { Run } from './open-run.ts'
import { propertiesFor } from './properties-for.ts'
import type { Replacement } from './replace-database.ts'
import type { RestoreFlags } from './restore.ts'

interface RestoreOrder {
  /** The configured database: whose backups are offered. */
  readonly configured: Run
  /** The one that is replaced: another with `--to`. */
  readonly run: Run
  readonly server: ReachedServer
  readonly flags: RestoreFlags & GlobalFlags
  readonly reference: string | undefined
}

export interface RestorePlan extends Replacement {
  /** What is there now; undefined: nothing, or it could not be counted. */
  readonly tablesNow: readonly TableRows[] | undefined
}

/** Finds the backup and checks everything that can be checked before anything is touched or asked. */
export async function planRestore(ctx: Context, order: RestoreOrder): Promise<RestorePlan> {
  const { configured, run, server, flags, reference } = order
  const identity = server.maintenance.server
  const backup = await chooseBackup(ctx, { run: configured, server: identity, choice: { ...flags, reference } })
  assertSameDatabase(backup, {
    server: identity,
    name: run.target.database,
    explicit: flags.to !== undefined || flags.forceTarget === true,
  })
  // The server counts while we read the file.
  const [summary, tablesNow] = await Promise.all([
    noteDamage(ctx, { store: configured.store, chosen: backup, flags }, () =>
      checkChosen(ctx, backup, server.maintenance.tools),
    ),
    countNow(ctx, { server, run }),
  ])
  const properties = await propertiesFor(ctx, backup, server)
  const method = await chooseMethod(ctx, server, flags)
  return { run, server, kind: 'restore', reverses: null, backup, summary, properties, method, flags, tablesNow }
}
