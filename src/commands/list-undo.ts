import { summarizeKept } from '../domain/summarize-kept.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { readUndoChain, type UndoEntry } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { UndoStepView } from '../ui/messages/undo-messages.ts'
import { mentionDeadRuns } from './mention-dead-runs.ts'
import type { Run } from './open-run.ts'

/** `pgsafe undo --list`: this database's steps, newest first, and where what they replaced lies. Never connects. */
export async function listUndo(ctx: Context, { store, target }: Run): Promise<void> {
  const steps = (await readUndoChain(store)).filter((step) => step.target.name === target.database).toReversed()
  const files = await findBackupFiles({ store })
  await mentionDeadRuns(ctx, store)
  const view = steps.map((step) => viewOfStep(step, files))
  ctx.ui.result({ steps: steps.map(describe) }, () => ctx.ui.data(messages.undoList(view, ctx.now())))
}

/** One step as people are shown it. */
export function viewOfStep(step: UndoEntry, files: ReadonlyMap<string, string> = new Map()): UndoStepView {
  const { id, at, kind, backupId, reverses } = step
  const file = backupId === null ? undefined : files.get(backupId)
  return { id, at, kind, backupId, reverses, kept: summarizeKept(step), backupFile: file }
}

async function findBackupFiles({ store }: Pick<Run, 'store'>): Promise<ReadonlyMap<string, string>> {
  const entries = await readCatalogue(store)
  return new Map(
    entries.flatMap((entry) => (entry.kind === 'backup' ? [[entry.manifest.id, entry.manifest.file]] : [])),
  )
}

/** Without what only undo itself needs. */
function describe({ keptDatabase, ...step }: UndoEntry): object {
  return { ...step, keptDatabase: summarizeKept({ ...step, keptDatabase }) }
}
