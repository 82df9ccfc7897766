import { expect, it } from 'vitest'
import { formatFigures } from '../../../../src/domain/progress/format-progress.ts'

const view = { percent: 42, done: 1, unit: 'bytes', perSecond: null, secondsLeft: null, current: null } as const

it.each([
  [{ percent: 0, perSecond: 0.4 }, ['0%', '0 B/s']],
  [{ percent: 70 }, ['70%']],
  [{ perSecond: 35.14 * 1024 ** 2, secondsLeft: 12 }, ['42%', '35 MB/s', '12 s left']],
  [{ perSecond: 1.26 * 1024 ** 3, secondsLeft: 200 }, ['42%', '1.3 GB/s', '3 min 20 s left']],
  [{ perSecond: 1023.9 * 1024 ** 2, secondsLeft: 3900 }, ['42%', '1.0 GB/s', '1 h 5 min left']],
  [{ unit: 'rows', perSecond: 51_999.6 }, ['42%', '52,000 rows/s']],
  [{ percent: null, done: 5 * 1024 ** 2, perSecond: 2 * 1024 ** 2 }, ['5.0 MB', '2.0 MB/s']],
] as const)('%o reads as %o', (given, figures) => {
  expect(formatFigures({ ...view, ...given })).toEqual(figures)
})
