import { findNextSteps } from '../steps/find-next-steps.ts'
import type { DumpSummary } from '../dump/dump-summary.ts'
import { totalRows } from '../domain/manifest.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Replaced, Replacement } from './replace-database.ts'
import type { Run } from './open-run.ts'

interface RestoreReport {
  readonly run: Run
  readonly plan: Replacement
  readonly replaced: Replaced
  readonly summary: DumpSummary
  readonly kept: boolean
}

/** What was restored, how to reverse it, and what this project needs next. */
export async function reportRestore(ctx: Context, report: RestoreReport): Promise<void> {
  const { run, plan, replaced, summary, kept } = report
  const tables = summary.countable ? summary.tables : undefined
  const keptAs = kept ? replaced.keptAs : null
  const restored = {
    database: plan.name,
    file: plan.backup.name,
    id: plan.backup.manifest?.id ?? null,
    rows: tables === undefined ? null : totalRows(tables),
    keptAs,
    notApplied: replaced.notApplied,
    swapMilliseconds: replaced.swapMilliseconds,
    undo: keptAs === null ? null : 'pgsafe undo',
  }
  for (const what of replaced.notApplied) ctx.ui.warn(messages.notApplied(what))
  const nextSteps = await findNextSteps(run.settings.projectRoot)
  ctx.ui.result({ restored }, () =>
    ctx.ui.say(
      messages.restoreDone({ ...restored, tables, nextSteps, keptHours: run.settings.keptDatabases.hours.value }),
    ),
  )
}
