import type { GlobalFlags } from '../config/global-flags.ts'
import { isPgsafeError } from '../errors.ts'
import { recordVerification } from '../steps/record-verification.ts'
import { withStore } from '../steps/with-store.ts'
import type { Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { ChosenBackup } from './chosen-backup.ts'

interface Proof {
  readonly store: Store
  readonly chosen: ChosenBackup
  readonly flags: Pick<GlobalFlags, 'dryRun'>
}

/**
 * What `prove` finds damaged is not verified any more: prune keeps another one, and guard and `restore --latest` take another one.
 * Not under the store's lock.
 */
export async function noteDamage<T>(
  ctx: Context,
  { store, chosen, flags }: Proof,
  prove: () => Promise<T>,
): Promise<T> {
  try {
    return await prove()
  } catch (error) {
    const { inStore, manifest, name, path } = chosen
    const counts = inStore && manifest !== undefined && manifest.verification !== null && flags.dryRun !== true
    if (counts && isPgsafeError(error, 'verification-failed')) {
      const note = () => withStore(ctx, { store, purpose: 'verify' }, () => recordVerification(ctx, path, null))
      await asWarning(ctx, messages.damageNotNoted(name), note)
    }
    throw error
  }
}
