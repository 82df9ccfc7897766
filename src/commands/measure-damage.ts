import { measureChanges, type Damage as Measured } from '../steps/measure-changes.ts'
import { withServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { BackedUp } from './back-up-before.ts'
import type { Run } from './open-run.ts'

/** `total` is null when nothing could be measured. */
export type Damage = Measured | { readonly touched: 'unknown'; readonly changes: readonly []; readonly total: null }

/**
 * What has become of the database since the command was started. Never throws: a server that is gone as well must not keep the
 * report and its restore line from the screen.
 */
export async function measureDamage(ctx: Context, run: Run, { state }: Pick<BackedUp, 'state'>): Promise<Damage> {
  try {
    const lockTimeoutSeconds = run.settings.lockWaitTimeout.value
    return await withServer(ctx, run.target, ({ database }) =>
      measureChanges(ctx, { before: state, database, lockTimeoutSeconds }),
    )
  } catch (error) {
    ctx.ui.warn(messages.damageUnknown(error instanceof Error ? error.message : String(error)))
    return { touched: 'unknown', changes: [], total: null }
  }
}
