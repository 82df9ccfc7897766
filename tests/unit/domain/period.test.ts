import { expect, it } from 'vitest'
import { formatPeriod } from '../../../src/domain/period.ts'

it.each([
  ['2025-11-20T23:59:59.999Z', '2025-11-20', '2025-W47', '2025-11'],
  ['2025-11-23T23:59:59.999Z', '2025-11-23', '2025-W47', '2025-11'],
  ['2025-11-24T00:00:00.000Z', '2025-11-24', '2025-W48', '2025-11'],
  ['2020-12-31T12:00:00.000Z', '2020-12-31', '2020-W53', '2020-12'],
  ['2021-01-03T12:00:00.000Z', '2021-01-03', '2020-W53', '2021-01'],
  ['2024-12-30T12:00:00.000Z', '2024-12-30', '2025-W01', '2024-12'],
  ['2023-01-01T00:00:00.000Z', '2023-01-01', '2022-W52', '2023-01'],
])('puts %s into day %s, ISO week %s and month %s', (time, day, week, month) => {
  const moment = new Date(time)
  expect([formatPeriod(moment, 'day'), formatPeriod(moment, 'week'), formatPeriod(moment, 'month')]).toEqual([
    day,
    week,
    month,
  ])
})
