import type { GlobalFlags } from '../config/global-flags.ts'
import { resolveSettings } from '../config/resolve-settings.ts'
import { refusedToAgents } from '../domain/decide-consent.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import { PgsafeError } from '../errors.ts'
import { identifyCaller } from '../steps/identify-caller.ts'
import { setPinned } from '../steps/set-pinned.ts'
import { withStore } from '../steps/with-store.ts'
import { openStore } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { mentionDeadRuns } from './mention-dead-runs.ts'

/** `pgsafe pin`: retention leaves this backup alone for ever. */
export async function runPin(ctx: Context, flags: GlobalFlags, reference: string): Promise<void> {
  await changePin(ctx, flags, { reference, pinned: true })
}

/** Pins or unpins, and says so. What a person wants kept for ever no agent may let go. */
export async function changePin(
  ctx: Context,
  flags: GlobalFlags,
  pinning: { readonly reference: string; readonly pinned: boolean },
): Promise<void> {
  const { settings } = await resolveSettings(ctx, flags)
  if (!pinning.pinned && identifyCaller(ctx, settings).kind === 'agent') {
    const { code, message, hint } = refusedToAgents('unpin')
    throw new PgsafeError(code, message, { hint })
  }
  const store = openStore(settings.directory.value)
  const purpose = pinning.pinned ? 'pin' : 'unpin'
  const { path, manifest } = await withStore(ctx, { store, purpose }, () => setPinned(store, pinning))
  await mentionDeadRuns(ctx, store)
  const say = pinning.pinned ? messages.pinned : messages.unpinned
  ctx.ui.result({ backup: summarizeBackup(path, manifest) }, () => ctx.ui.say(say(manifest.file)))
}
