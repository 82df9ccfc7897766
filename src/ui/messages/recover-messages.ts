import { formatCount } from '../../domain/format-count.ts'
import { formatSize } from '../../domain/format-size.ts'
import type { RecoveryPlan } from '../../domain/plan-recovery.ts'
import { formatDate } from '../format-date.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'

interface DeadRunView {
  readonly journal: { readonly kind: string; readonly startedAt: string; readonly target: { readonly name: string } }
  readonly plan: RecoveryPlan
}

interface StrayView {
  readonly name: string
  readonly bytes: number | null
  readonly inUse: boolean
}

/** What `pgsafe recover` found and did. */
export interface Recovered {
  /** Of the store, and outside of it directories with passfiles. */
  readonly files: readonly string[]
  readonly runs: readonly (DeadRunView & { readonly journal: { readonly runId: string } })[]
  /** Half-built databases that no journal named, dropped with consent. */
  readonly dropped: readonly string[]
  /** Such databases that stay. */
  readonly remaining: readonly StrayView[]
  /** Runs that are not settled: of another server, or because of a problem. */
  readonly open: readonly {
    readonly runId: string
    readonly kind: string
    readonly target: { readonly described: string }
  }[]
}

/** What `pgsafe recover` says, and every command that finds a dead run. */
export const recoverMessages = {
  deadRunSettled: ({ journal, plan }: DeadRunView): string => `${whatHappened({ journal, plan })}${removed(plan)}`,
  deadRunRemains: ({ kind, startedAt }: { readonly kind: string; readonly startedAt: string }): string =>
    `what the ${kind} of ${startedAt} left behind when it was interrupted could not be cleared away`,
  deadRunsNotLookedAt: (why: string): string => `what interrupted runs left was not cleared away: ${printable(why)}`,
  deadRunWaits: ({ kind, startedAt }: { readonly kind: string; readonly startedAt: string }): string =>
    `the ${kind} of ${formatDate(new Date(startedAt))} was interrupted: the next backup, guard, restore or undo brings it to an end, as does pgsafe recover`,

  strayDatabases: (strays: readonly StrayView[]): string =>
    [
      'Half-built databases that no interrupted run of this store explains; another store may be using them:',
      ...strays.map(strayLine),
    ].join('\n'),
  dropStrays: (count: number): string => `Drop ${count === 1 ? 'it' : 'them'}?`,
  strayRemains: (name: string): string => `${printable(name)} could not be dropped`,
  serverNotLookedAt: (why: string): string => `only the store was looked at, not the server: ${printable(why)}`,

  recoverReport: (found: Recovered & { readonly dryRun: boolean }): string => {
    const lines = reportLines(found)
    if (lines.length === 0) return 'Nothing to recover: no interrupted run has left anything behind.'
    return [found.dryRun ? 'Dry run, nothing was changed. There is:' : 'Recovered:', ...lines].join('\n')
  },
}

function whatHappened({ journal: { kind, startedAt, target }, plan }: DeadRunView): string {
  const run = `the ${kind} of ${formatDate(new Date(startedAt))}`
  const name = `"${printable(target.name)}"`
  if (kind === 'guard' || kind === 'reset')
    return `${run} was interrupted while its command ran: pgsafe undo brings ${name} back`
  if (kind === 'backup') return `${run} of what is kept of ${name} was interrupted: it stays, and lets nobody in again`
  if (kind === 'verify') return `${run} was interrupted: ${name} was never part of it`
  if (plan.outcome === 'closed')
    return `${run} was interrupted in its transaction: ${name} is the old or the new one as a whole, and pgsafe undo brings the old one`
  return plan.outcome === 'finished'
    ? `${run} was interrupted after its swap, and is complete now: pgsafe undo reverses it`
    : `${run} was interrupted before its swap: ${name} is as it was`
}

function removed({ steps }: RecoveryPlan): string {
  const dropped = steps.flatMap((step) => (step.do === 'drop' ? [step.database] : []))
  return dropped.length === 0 ? '' : ` (half-built ${dropped.join(', ')} dropped)`
}

function reportLines({ files, runs, dropped, remaining, open, dryRun }: Recovered & { dryRun: boolean }): string[] {
  return [
    ...runs.map((run) => `  ${mark(dryRun)} ${recoverMessages.deadRunSettled(run)}`),
    ...dropped.map((name) => `  ${mark(dryRun)} dropped ${printable(name)}`),
    ...(files.length === 0 ? [] : [`  ${mark(dryRun)} ${formatCount(files.length, 'leftover file')} in the store`]),
    ...remaining.map((stray) => `  ${style.caution('!')}${strayLine(stray).slice(1)}: stays`),
    ...open.map(
      ({ kind, target }) =>
        `  ${style.caution('!')} a ${kind} of ${printable(target.described)} is not settled: run recover with its URL`,
    ),
  ]
}

function mark(dryRun: boolean): string {
  return dryRun ? style.faint('·') : style.good('✔')
}

function strayLine({ name, bytes, inUse }: StrayView): string {
  const size = bytes === null ? '' : `, ${formatSize(bytes)}`
  return `   ${printable(name)}${size}${inUse ? ', in use' : ''}`
}
