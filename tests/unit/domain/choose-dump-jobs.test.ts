import { expect, it } from 'vitest'
import { chooseDumpJobs } from '../../../src/domain/choose-dump-jobs.ts'

const room = 6400

it.each([
  ['as asked, where the locks fit', { tables: 3200 }, 4, 4],
  ['one for each core by default', { tables: 3200 }, undefined, 2],
  ['one, where two would hold more locks than there are', { tables: 3201 }, undefined, 1],
  ['one, which needs each lock once', { tables: 10_000 }, 1, 1],
])('%s', (_, { tables }, asked, jobs) => {
  expect(chooseDumpJobs({ tables, room }, asked, 2)).toEqual({ jobs })
})

it('says so when more were asked for', () => {
  const { jobs, warning } = chooseDumpJobs({ tables: 10_000, room }, 2, 2)
  expect(jobs).toBe(1)
  expect(warning).toMatch(/one job instead of 2: 10000 tables would need 20000 locks.*room for 6400.*max_locks/)
})
