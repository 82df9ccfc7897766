import { describe, expect, it } from 'vitest'
import { decideKept, describeLeft } from '../../../src/domain/kept-state.ts'

const settings = (count: number, hours: number) => ({ count: { value: count }, hours: { value: hours } })

describe('what becomes of a replaced database', () => {
  it.each([
    [1, 24, true, { hours: 24 }, { keptAs: 'old', undo: 'pgsafe undo' }],
    [0, 24, true, 'backup', { keptAs: null, undo: 'pgsafe undo' }],
    [1, 0, true, 'backup', { keptAs: null, undo: 'pgsafe undo' }],
    [1, 24, false, 'gone', { keptAs: null, undo: null }],
  ] as const)('with %i kept for %i hours, to be kept: %j', (count, hours, keep, kept, left) => {
    expect(decideKept(settings(count, hours), keep)).toEqual(kept)
    expect(describeLeft('old', { kept, undoLine: 'pgsafe undo' })).toEqual(left)
  })

  it('is nothing where there was none', () => {
    expect(describeLeft(null, { kept: { hours: 24 }, undoLine: 'pgsafe undo' })).toEqual({ keptAs: null, undo: null })
  })
})
