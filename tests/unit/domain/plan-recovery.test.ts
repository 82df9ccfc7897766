import { describe, expect, it } from 'vitest'
import { planRecovery, type DeadRun, type RunTraces } from '../../../src/domain/plan-recovery.ts'

const run = (phase: string, more: Partial<DeadRun> = {}): DeadRun => ({
  kind: 'restore',
  phase,
  data: { keptAs: 'pgsafe_old_a', analyze: true, reverses: null },
  ...more,
})

const nothing: RunTraces = {
  halfBuilt: [],
  kept: undefined,
  recorded: false,
  targetExists: true,
  opened: undefined,
  reversed: undefined,
}

const drop = { do: 'drop', database: 'pgsafe_side_a' }
const enter = { do: 'enter-undo', database: 'pgsafe_old_a' }
const label = { do: 'label', database: 'pgsafe_old_a' }
const analyze = { do: 'analyze' }

describe('a restore that died', () => {
  it('while it was building is rolled back: what it built goes', () => {
    expect(planRecovery(run('building'), { ...nothing, halfBuilt: ['pgsafe_side_a'] })).toEqual({
      outcome: 'rolled-back',
      steps: [drop],
    })
  })

  it('before it built anything leaves nothing to do', () => {
    expect(planRecovery(run('building'), nothing)).toEqual({ outcome: 'rolled-back', steps: [] })
  })

  it('before the swap was committed is rolled back', () => {
    const plan = planRecovery(run('swapping'), { ...nothing, halfBuilt: ['pgsafe_side_a'] })
    expect(plan).toEqual({ outcome: 'rolled-back', steps: [drop] })
  })

  it('right after the swap is finished: the way back first, then its label, then statistics', () => {
    const plan = planRecovery(run('swapping'), { ...nothing, kept: 'pgsafe_old_a' })
    expect(plan).toEqual({ outcome: 'finished', steps: [enter, label, analyze] })
  })

  it('after its undo entry was written does not enter it twice', () => {
    const plan = planRecovery(run('recording'), { ...nothing, kept: 'pgsafe_old_a', recorded: true })
    expect(plan.steps).toEqual([label, analyze])
  })

  it('after --no-keep had dropped the old database needs statistics only', () => {
    expect(planRecovery(run('recording'), nothing)).toEqual({ outcome: 'finished', steps: [analyze] })
  })

  it('leaves statistics alone with --no-analyze', () => {
    const noAnalyze = run('recording', { data: { keptAs: 'pgsafe_old_a', analyze: false } })
    expect(planRecovery(noAnalyze, { ...nothing, kept: 'pgsafe_old_a', recorded: true }).steps).toEqual([label])
  })

  it('while it created a database that was missing is finished once that exists, else rolled back', () => {
    const creating = run('swapping', { data: { keptAs: null, analyze: true } })
    expect(planRecovery(creating, nothing)).toEqual({ outcome: 'finished', steps: [analyze] })
    const halfBuilt = { ...nothing, halfBuilt: ['pgsafe_side_a'], targetExists: false }
    expect(planRecovery(creating, halfBuilt)).toEqual({ outcome: 'rolled-back', steps: [drop] })
  })
})

it('a dump of a snapshot that died leaves it to be closed, and one of a snapshot that is gone nothing', () => {
  const dump = run('dumping-kept', { kind: 'backup', data: { opened: 'pgsafe_snap_a' } })
  const steps = [{ do: 'label', database: 'pgsafe_snap_a' }]
  expect(planRecovery(dump, { ...nothing, opened: 'pgsafe_snap_a' })).toEqual({ outcome: 'closed', steps })
  expect(planRecovery(dump, nothing)).toEqual({ outcome: 'closed', steps: [] })
})

describe('an undo that died', () => {
  const undo = (phase: string) => run(phase, { kind: 'undo', data: { keptAs: 'pgsafe_old_a', reverses: 'b' } })
  const source = { id: 'b', keptName: 'pgsafe_old_b' }

  it('after its swap has used up what the reversed step had kept', () => {
    const traces = { ...nothing, kept: 'pgsafe_old_a', reversed: { ...source, present: false } }
    expect(planRecovery(undo('swapping'), traces).steps).toEqual([enter, { do: 'forget-kept', entry: 'b' }, label])
  })

  it('before its swap puts the label back on the database that stays kept', () => {
    const traces = { ...nothing, reversed: { ...source, present: true } }
    expect(planRecovery(undo('swapping'), traces)).toEqual({
      outcome: 'rolled-back',
      steps: [{ do: 'label', database: 'pgsafe_old_b' }],
    })
  })
})

describe('other runs that died', () => {
  it('of guard leave nothing on the server', () => {
    expect(planRecovery(run('running', { kind: 'guard' }), nothing)).toEqual({ outcome: 'closed', steps: [] })
  })

  it('of verify leave a scratch database', () => {
    const traces = { ...nothing, halfBuilt: ['pgsafe_verify_a'] }
    expect(planRecovery(run('building', { kind: 'verify' }), traces)).toEqual({
      outcome: 'rolled-back',
      steps: [{ do: 'drop', database: 'pgsafe_verify_a' }],
    })
  })
})
