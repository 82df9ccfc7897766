import type { GlobalFlags } from '../config/global-flags.ts'
import type { Caller } from '../domain/caller.ts'
import { confirmTarget } from '../steps/confirm-target.ts'
import type { Context } from '../system/context.ts'

/** How the question is answered. */
export interface Asking {
  readonly flags: GlobalFlags
  readonly caller: Caller
}

interface Tidying extends Asking {
  readonly action: 'prune' | 'recover'
  readonly question: string
}

/**
 * Asks before what is no longer needed goes: y/n, of no particular database, so no name stands for it and no
 * SKIP_BACKUP_PROMPT. Throws as confirmTarget().
 */
export async function confirmTidying(ctx: Context, { flags, ...asked }: Tidying): Promise<void> {
  const plain = { database: '', danger: 'local', skipPrompt: false, confirm: undefined } as const
  await confirmTarget(ctx, { ...asked, ...plain, yes: flags.yes === true })
}
