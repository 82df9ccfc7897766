import { snapshotDatabaseName } from '../domain/database-names.ts'
import { formatSize } from '../domain/format-size.ts'
import { formatKeptLabel } from '../domain/kept-label.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import { checkSwap } from '../postgres/check-swap.ts'
import { copyProgress } from '../postgres/copy-progress.ts'
import type { Database } from '../postgres/database.ts'
import { connectionTo } from '../postgres/open-connection.ts'
import { readDatabaseSize } from '../postgres/read-database-size.ts'
import { dropUnfinished } from '../postgres/side-database.ts'
import { withPolling } from '../postgres/with-polling.ts'
import { measureServerSpace } from '../steps/measure-server-space.ts'
import { takeSnapshot, type Snapshot } from '../steps/take-snapshot.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { BackupBefore } from './backup-before.ts'
import { engineOf } from './engine-of.ts'

/**
 * A snapshot of the target where the server, its disk, this role and the other clients let us make one. undefined: they do
 * not, which is said with the reason, and nothing is left of it. Ctrl-C ends the run, as ever.
 */
export async function trySnapshot(ctx: Context, order: BackupBefore, runId: string): Promise<Snapshot | undefined> {
  const { run, database, kind } = order
  const name = snapshotDatabaseName(runId)
  const label = formatKeptLabel({ kind, database: run.target.database, directory: run.store.directory, step: runId })
  try {
    assertMayStay(order)
    await assertSwappable(ctx, order)
    const bytes = await assertServerSpace(ctx, order)
    return await withPolling(ctx, elsewhere(database), (poll) =>
      ctx.ui.step(
        messages.takingSnapshot(run.target.database),
        (watch) => {
          watch('copy', copyProgress(poll, bytes))
          return takeSnapshot(ctx, database, { name, label })
        },
        messages.snapshotTaken,
      ),
    )
  } catch (error) {
    ctx.signal.throwIfAborted()
    if (!isPgsafeError(error)) throw error
    // A server that went away may have left half of it, or be at it still: the run does not go on before that is gone.
    await dropUnfinished(ctx, database, name)
    const alone = engineOf(run, order) === 'snapshot'
    ctx.ui.warn(!alone ? messages.noSnapshotBeside(error.message) : messages.noSnapshot(error.message))
    return undefined
  }
}

/** Nobody gets into a database while it is copied. */
function elsewhere(database: Database): Database {
  const name = database.connection.database === 'postgres' ? 'template1' : 'postgres'
  return { ...database, connection: connectionTo(database.connection, name) }
}

/** A full disk stops the server itself, so a copy has to leave some room. */
const reserve = 1.2

/** Returns how many bytes will be copied. */
async function assertServerSpace(ctx: Context, { database }: BackupBefore): Promise<number> {
  const bytes = await readDatabaseSize(ctx, database)
  const space = await measureServerSpace(ctx, database, bytes * reserve)
  if (space === undefined || space.free >= space.needed) return bytes
  const [free, needed] = [formatSize(space.free), formatSize(space.needed)]
  throw new PgsafeError('disk-full', `the server has ${free} free, and a copy needs ${needed}`, {
    hint: 'free some space on the server, or use the dump engine',
  })
}

/** Putting it back is a swap, even where a dump could be loaded in place. */
async function assertSwappable(ctx: Context, { database }: BackupBefore): Promise<void> {
  const obstacles = await checkSwap(ctx, database)
  if (obstacles.length === 0) return
  throw new PgsafeError('insufficient-rights', obstacles.map(({ problem }) => problem).join('; '))
}

function assertMayStay({ run }: BackupBefore): void {
  const { count, hours } = run.settings.keptDatabases
  const none = [count, hours].find(({ value }) => value === 0)
  if (none === undefined) return
  throw new PgsafeError('invalid-setting', `nothing may stay on the server (${none.source} is 0)`)
}
