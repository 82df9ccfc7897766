import { compareTables, judgeTouched, type TableChange, type Touched } from '../domain/database-states.ts'
import { readWriteMarks } from '../postgres/read-write-marks.ts'
import { countTables } from '../steps/count-tables.ts'
import { withServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { BackedUp } from './back-up-before.ts'
import type { Run } from './open-run.ts'

export interface Damage {
  readonly touched: Touched | 'unknown'
  readonly changes: readonly TableChange[]
}

/**
 * What has become of the database since its backup. Never throws: a server that is gone as well must not keep the report
 * and its restore line from the screen.
 */
export async function measureDamage(ctx: Context, run: Run, { backup, marks }: BackedUp): Promise<Damage> {
  try {
    return await withServer(ctx, run.target, async ({ database }) => {
      if (database === undefined) {
        const changes = compareTables(backup.manifest.tables, [])
        return { touched: judgeTouched(marks, undefined, changes), changes }
      }
      const tables = await countTables(ctx, database, { lockWaitTimeoutSeconds: run.settings.lockWaitTimeout.value })
      const changes = compareTables(backup.manifest.tables, tables)
      return { touched: judgeTouched(marks, await readWriteMarks(ctx, database), changes), changes }
    })
  } catch (error) {
    ctx.ui.warn(messages.damageUnknown(error instanceof Error ? error.message : String(error)))
    return { touched: 'unknown', changes: [] }
  }
}
