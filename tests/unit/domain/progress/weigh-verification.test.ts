import { expect, it } from 'vitest'
import { weighVerification } from '../../../../src/domain/progress/weigh-verification.ts'

const nothing = {
  hashedBytes: 0,
  totalBytes: 1000,
  decodedBytes: 0,
  rows: 0,
  expectedRows: 10,
  current: undefined,
}

it('an archive is hashed first, then decoded, and the percentage goes through both', () => {
  const fractions = [
    nothing,
    { ...nothing, hashedBytes: 500 },
    { ...nothing, hashedBytes: 1000 },
    { ...nothing, hashedBytes: 1000, decodedBytes: 1, rows: 0 },
    { ...nothing, hashedBytes: 1000, decodedBytes: 4000, rows: 5 },
    { ...nothing, hashedBytes: 1000, decodedBytes: 9000, rows: 12 },
  ].map((state) => weighVerification(state).fraction ?? Number.NaN)
  expect(fractions.map((fraction) => Math.round(fraction * 100))).toEqual([0, 5, 10, 10, 55, 100])
})

it('an archive whose rows nobody has counted is decoded without a percentage', () => {
  const state = { ...nothing, totalBytes: undefined, expectedRows: undefined, decodedBytes: 70 }
  expect(weighVerification(state)).toEqual({ fraction: undefined, done: 70, unit: 'bytes', current: undefined })
})
