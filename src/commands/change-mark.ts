import type { GlobalFlags } from '../config/global-flags.ts'
import { ownComment } from '../domain/protection-tag.ts'
import { describeTarget, type Target } from '../domain/target.ts'
import { PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { assertMayProtect, changeProtection, readProtection, type Protection } from '../postgres/protection.ts'
import { confirmTarget } from '../steps/confirm-target.ts'
import { withDatabase } from '../steps/with-database.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { settleIfFree } from './clear-dead-runs.ts'
import { freeTarget } from './free-target.ts'
import { openRun, type Run } from './open-run.ts'

interface Wanted {
  readonly protect: boolean
}

/** Looks whether there is anything to change and whether this role may, asks, changes the mark, and says so. */
export async function changeMark(ctx: Context, flags: GlobalFlags, { protect }: Wanted): Promise<void> {
  const run = await openRun(ctx, flags)
  const { target, caller } = run
  await freeTarget(ctx, run, flags)
  await withDatabase(ctx, target, async (database) => {
    if (flags.dryRun !== true) await settleIfFree(ctx, { run, at: database })
    const found = await protectionOf(ctx, database)
    if (found.protected === protect) return report(ctx, target, { ...found, changed: false })
    assertMayProtect(found, database)
    ctx.ui.say(messages.markScreen({ target: describeTarget(target), source: target.source, protect }))
    if (flags.dryRun === true) return report(ctx, target, { ...found, changed: false, dryRun: true })
    await confirmMark(ctx, { target, caller, flags, protect })
    const comment = await changeProtection(ctx, database, { database: target.database, protect })
    report(ctx, target, { protected: protect, comment, changed: true })
  })
}

async function protectionOf(ctx: Context, database: Database): Promise<Protection> {
  const name = database.connection.database
  const found = await readProtection(ctx, database, name)
  if (found !== undefined) return found
  throw new PgsafeError('database-missing', `the database "${name}" does not exist`)
}

async function confirmMark(
  ctx: Context,
  { target, caller, flags, protect }: Wanted & Pick<Run, 'target' | 'caller'> & { readonly flags: GlobalFlags },
): Promise<void> {
  await confirmTarget(ctx, {
    action: protect ? 'protect' : 'unprotect',
    database: target.database,
    danger: protect ? 'local' : 'production',
    yes: flags.yes === true,
    skipPrompt: false,
    confirm: flags.confirm,
    caller,
    question: protect ? messages.proceedWithMark : messages.proceedWithoutMark,
  })
}

interface Outcome {
  /** As it is now. */
  readonly protected: boolean
  readonly comment: string | null
  readonly changed: boolean
  readonly dryRun?: boolean
}

function report(ctx: Context, { database }: Target, outcome: Outcome): void {
  const { changed, dryRun = false } = outcome
  const document = { database, protected: outcome.protected, changed, comment: ownComment(outcome.comment), dryRun }
  ctx.ui.result({ protection: document }, () => ctx.ui.say(messages.markDone(document)))
}
