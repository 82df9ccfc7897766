import type { GlobalFlags } from '../config/global-flags.ts'
import { resolveSettings } from '../config/resolve-settings.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import { PgsafeError } from '../errors.ts'
import { findClientTools } from '../postgres/find-client-tools.ts'
import { verifyBackup } from '../steps/verify-backup.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { openStore, type Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { chooseByReference, chosenFrom, type ChosenBackup } from './chosen-backup.ts'

/** `pgsafe verify`: level 1 of the named backup, or of the newest. Reads the file from its first byte to its last; never connects. */
export async function runVerify(ctx: Context, flags: GlobalFlags, reference: string | undefined): Promise<void> {
  const { settings } = await resolveSettings(ctx, flags)
  const store = openStore(settings.directory.value)
  const chosen = await choose(ctx, store, reference)
  const tools = chosen.format === 'plain' ? undefined : (await findClientTools(ctx))[0]
  const summary = await ctx.ui.step(messages.verifying(chosen.name), () =>
    verifyBackup(ctx, { ...chosen, tables: chosen.manifest?.tables, tools }),
  )
  const { tables } = summary
  const verified =
    chosen.manifest === undefined
      ? { file: chosen.name, path: chosen.path, tables, level: 1 }
      : { ...summarizeBackup(chosen.path, chosen.manifest), level: 1 }
  ctx.ui.result({ verified }, () => ctx.ui.say(messages.verifyDone({ ...chosen, tables, level: 1 })))
}

async function choose(ctx: Context, store: Store, reference: string | undefined): Promise<ChosenBackup> {
  const entries = await readCatalogue(store)
  if (reference !== undefined) return chooseByReference(ctx, { entries, store, reference, mayBePath: true })
  const newest = entries.find((entry) => entry.kind !== 'foreign')
  if (newest !== undefined) return chosenFrom(newest)
  throw new PgsafeError('no-such-backup', `there are no backups in ${store.directory}`, {
    hint: 'make one: pgsafe backup',
  })
}
