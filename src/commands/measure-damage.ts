import type { ServerAfter } from '../domain/restore-line.ts'
import { isPgsafeError } from '../errors.ts'
import { measureChanges, type Damage as Measured } from '../steps/measure-changes.ts'
import { withServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { BackedUp } from './back-up-before.ts'
import type { Run } from './open-run.ts'

/** `total` is null when nothing could be measured. */
export type Damage = (
  Measured | { readonly touched: 'unknown'; readonly changes: readonly []; readonly total: null }
) & { readonly server: ServerAfter }

/**
 * What has become of the database since the command was started. Never throws: a server that is gone as well must not keep the
 * report and its restore line from the screen.
 */
export async function measureDamage(
  ctx: Context,
  run: Run,
  { state, lineage }: Pick<BackedUp, 'state' | 'lineage'>,
): Promise<Damage> {
  try {
    const lockTimeoutSeconds = run.settings.lockWaitTimeout.value
    return await withServer(ctx, run.target, async ({ database, maintenance }) => {
      const isSame = maintenance.server.systemIdentifier === lineage.systemIdentifier
      const changes = await measureChanges(ctx, { before: state, database, lockTimeoutSeconds })
      return { ...changes, server: isSame ? 'same' : 'other' }
    })
  } catch (error) {
    ctx.ui.warn(messages.damageUnknown(error instanceof Error ? error.message : String(error)))
    const server = isPgsafeError(error, 'connection-refused') ? 'gone' : 'unknown'
    return { touched: 'unknown', changes: [], total: null, server }
  }
}
