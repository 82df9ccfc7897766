import { formatAge } from '../../domain/format-age.ts'
import { banner } from '../banner.ts'
import { formatDate } from '../format-date.ts'
import type { KeptSummary } from '../../domain/summarize-kept.ts'
import { describeKept } from '../describe-kept.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'

export interface UndoStepView {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly kind: 'guard' | 'restore' | 'reset' | 'undo'
  readonly backupId: string | null
  /** What is kept on the server. */
  readonly kept: KeptSummary | null
  /** The name of the backup in the store; undefined: it is not there (any more), or was not looked for. */
  readonly backupFile?: string | undefined
  /** For an undo: the step that it reversed. */
  readonly reverses: string | null
}

export interface UndoDoneView {
  readonly database: string
  readonly keptAs: string | null
  /** The line that reverses it; null when there was nothing to keep. */
  readonly undo: string | null
}

/** What `pgsafe undo` says. */
export const undoMessages = {
  undoPlan: (step: UndoStepView & { readonly target: string; readonly now: Date }): string =>
    [
      banner('UNDO'),
      `   Database: ${printable(step.target)}`,
      `   Step to reverse: ${describeStep(step, step.now)}`,
      `   From: ${describeSource(step)}`,
      '   What is there now is kept: a second undo brings it back.',
      '',
    ].join('\n'),

  sureToUndo: 'Are you sure you want to put it back?',
  undoDryRun: 'Dry run: nothing was changed.',

  undoDone: ({ database, keptAs, undo }: UndoDoneView): string =>
    [
      '',
      style.good(`✅ "${printable(database)}" is back as it was before that step.`),
      ...(keptAs === null ? [] : [`   Replaced database: kept as ${keptAs}`]),
      ...(undo === null ? [] : ['', 'To reverse this undo:', `   ${style.command(undo)}`]),
    ].join('\n'),

  undoList: (steps: readonly UndoStepView[], now: Date): string => {
    if (steps.length === 0) return 'Nothing was replaced yet: there is nothing to undo.'
    const reversed = new Set(steps.map(({ reverses }) => reverses))
    const lines = steps.map((step) => {
      const source = reversed.has(step.id) && step.kept === null ? 'undone since' : describeSource(step)
      return `  ${style.strong(step.id)}  ${describeStep(step, now)}\n      ${source}`
    })
    return ['Steps, newest first (pgsafe undo reverses the newest that left something):', ...lines].join('\n')
  },
}

function describeStep({ kind, at }: UndoStepView, now: Date): string {
  const time = new Date(at)
  return `${kind}, ${formatDate(time)} (${formatAge(time, now)})`
}

function describeSource({ kept, backupId, backupFile }: UndoStepView): string {
  if (kept !== null) return describeKept(kept)
  if (backupId === null) return 'nothing is kept of it'
  return `the backup ${backupFile === undefined ? backupId : `${printable(backupFile)} (id ${backupId})`}`
}
