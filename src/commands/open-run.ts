import type { GlobalFlags } from '../config/global-flags.ts'
import { resolveSettings, type SettingFlags } from '../config/resolve-settings.ts'
import { resolveTarget } from '../config/resolve-target.ts'
import type { Settings } from '../config/settings.ts'
import type { Caller } from '../domain/caller.ts'
import type { Target } from '../domain/target.ts'
import { identifyCaller } from '../steps/identify-caller.ts'
import { openStore, type Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'

/** What every command begins with: the settings, the database they name, and the store. Nothing has been touched yet. */
export interface Run {
  readonly settings: Settings
  readonly target: Target
  readonly store: Store
  readonly caller: Caller
}

/** Resolves flags, environment, `.env` and config file. Throws with exit code 2 when they do not add up. */
export async function openRun(ctx: Context, flags: GlobalFlags & SettingFlags): Promise<Run> {
  const { settings, loaded } = await resolveSettings(ctx, flags)
  const target = resolveTarget({ flags, env: ctx.env, settings, loaded })
  for (const notice of target.notices) ctx.ui.warn(notice)
  const caller = identifyCaller(ctx, settings)
  return { settings, target, store: openStore(settings.directory.value), caller }
}
