import { totalRows } from '../domain/manifest.ts'
import { findNextSteps } from '../steps/find-next-steps.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { Replaced, Replacement } from './replace-database.ts'

/** What was restored, how to reverse it, and what this project needs next. */
export async function reportRestore(ctx: Context, plan: Replacement, replaced: Replaced): Promise<void> {
  const { run, backup, summary } = plan
  const tables = summary.countable ? summary.tables : undefined
  const restored = {
    database: run.target.database,
    file: backup.name,
    id: backup.manifest?.id ?? null,
    rows: tables === undefined ? null : totalRows(tables),
    ...replaced,
  }
  for (const what of replaced.notApplied) ctx.ui.warn(messages.notApplied(what))
  const nextSteps = await findNextSteps(run.settings.projectRoot)
  ctx.ui.result({ restored }, () =>
    ctx.ui.say(
      messages.restoreDone({ ...restored, tables, nextSteps, keptHours: run.settings.keptDatabases.hours.value }),
    ),
  )
}
