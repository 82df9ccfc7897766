import type { GlobalFlags } from '../config/global-flags.ts'
import type { Context } from '../system/context.ts'
import { changePin } from './pin.ts'

/** `pgsafe unpin`: retention decides about this backup again. */
export async function runUnpin(ctx: Context, flags: GlobalFlags, reference: string): Promise<void> {
  await changePin(ctx, flags, { reference, pinned: false })
}
