import type { GlobalFlags } from '../config/global-flags.ts'
import type { Context } from '../system/context.ts'
import { changeMark } from './change-mark.ts'

/** `pgsafe unprotect`: takes the mark away; the name must be typed for that as well. */
export async function runUnprotect(ctx: Context, flags: GlobalFlags): Promise<void> {
  await changeMark(ctx, flags, { protect: false })
}
