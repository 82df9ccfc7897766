import { describe, expect, it } from 'vitest'
import { weighRestore, type RunningBuild } from '../../../../src/domain/progress/weigh-restore.ts'

const build = (own: Partial<RunningBuild>): RunningBuild => ({
  phase: 'building index: scanning table',
  blocksDone: 0,
  blocksTotal: 100,
  tuplesDone: 0,
  tuplesTotal: 0,
  ...own,
})
const state = { loaded: 1, builds: 4, built: 0, building: [] }

describe('the progress of a restore', () => {
  it('is that of the rows where there is nothing to build', () => {
    expect(weighRestore({ ...state, loaded: 0.3, builds: 0 })).toBe(0.3)
  })

  it('is not at its end when the rows are in: the indexes are still to come', () => {
    expect(weighRestore(state)).toBeCloseTo(0.5)
    expect(weighRestore({ ...state, built: 2 })).toBeCloseTo(0.75)
    expect(weighRestore({ ...state, built: 4 })).toBeCloseTo(1)
  })

  it('follows the index that is being built', () => {
    const scanning = build({ blocksDone: 50 })
    const sorting = build({ phase: 'building index: sorting live tuples', blocksDone: 100 })
    const writing = build({ phase: 'building index: loading tuples in tree', tuplesDone: 5, tuplesTotal: 10 })
    const fractions = [scanning, sorting, writing].map((one) => weighRestore({ ...state, building: [one] }))
    expect(fractions.map((fraction) => Math.round(fraction * 1000))).toEqual([531, 563, 594])
  })

  it('stays at its end when there was more to build than was counted', () => {
    expect(weighRestore({ ...state, loaded: 2, built: 9, building: [build({ blocksDone: 1 })] })).toBe(1)
  })
})
