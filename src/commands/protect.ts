import type { GlobalFlags } from '../config/global-flags.ts'
import type { Context } from '../system/context.ts'
import { changeMark } from './change-mark.ts'

/** `pgsafe protect`: from now on every pgsafe, on every machine, wants this database's name typed. */
export async function runProtect(ctx: Context, flags: GlobalFlags): Promise<void> {
  await changeMark(ctx, flags, { protect: true })
}
