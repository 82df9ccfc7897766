import type { GlobalFlags } from '../config/global-flags.ts'
import { summarizeBackup } from '../domain/summarize-backup.ts'
import { PgsafeError } from '../errors.ts'
import { findClientTools } from '../postgres/find-client-tools.ts'
import { assertHarmless } from '../steps/assert-harmless.ts'
import { verifyBackup } from '../steps/verify-backup.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { chooseByReference, chosenFrom, type ChosenBackup } from './chosen-backup.ts'
import { findOwnEntries } from './find-own-entries.ts'

/** `pgsafe verify`: level 1 of the named backup, or of the newest. Reads the file from its first byte to its last; never connects. */
export async function runVerify(ctx: Context, flags: GlobalFlags, reference: string | undefined): Promise<void> {
  const chosen = await choose(ctx, flags, reference)
  const { name, path, format, manifest } = chosen
  const tools = format === 'plain' ? undefined : (await findClientTools(ctx))[0]
  const { tables } = await ctx.ui.step(messages.verifying(name), async () => {
    const summary = await verifyBackup(ctx, { ...chosen, tables: manifest?.tables, tools })
    assertHarmless(name, summary)
    return summary
  })
  const verified =
    manifest === undefined ? { file: name, path, tables, level: 1 } : { ...summarizeBackup(path, manifest), level: 1 }
  ctx.ui.result({ verified }, () => ctx.ui.say(messages.verifyDone({ path, bytes: manifest?.bytes, tables, level: 1 })))
}

/** Without a reference the newest of this database that is ours: a damaged one too, so that it is noticed. */
async function choose(ctx: Context, flags: GlobalFlags, reference: string | undefined): Promise<ChosenBackup> {
  const { store, entries, all, database } = await findOwnEntries(ctx, flags)
  if (reference !== undefined) return chooseByReference(ctx, { entries: all, store, reference, mayBePath: true })
  const newest = entries.find((entry) => entry.kind !== 'foreign')
  if (newest !== undefined) return chosenFrom(newest)
  const of = database === undefined ? '' : ` of "${database}"`
  throw new PgsafeError('no-such-backup', `there are no backups${of} in ${store.directory}`, {
    hint: 'make one: pgsafe backup',
  })
}
