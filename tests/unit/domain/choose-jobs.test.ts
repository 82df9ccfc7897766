import { expect, it } from 'vitest'
import { chooseArchiveJobs } from '../../../src/domain/choose-archive-jobs.ts'
import { chooseJobs } from '../../../src/domain/choose-jobs.ts'
import { suggestsParallel } from '../../../src/domain/suggests-parallel.ts'

it.each([
  [{ asked: 16, cores: 2, items: 1 }, 16, 'as many as were asked for, whatever there is to do'],
  [{ asked: undefined, cores: 4, items: 100 }, 4, 'one for each core'],
  [{ asked: undefined, cores: 4, items: 3 }, 3, 'no more than there are things to do'],
  [{ asked: undefined, cores: 4, items: 0 }, 1, 'one where there is nothing to do'],
  [{ asked: undefined, cores: 64, items: 100 }, 8, 'eight at most, since each takes a connection'],
])('%j makes %i jobs: %s', (plan, jobs, _why) => {
  expect(chooseJobs(plan)).toBe(jobs)
})

it.each([
  [{ asked: 2, cores: 2, items: 100 }, 2, 'as many as were asked for'],
  [{ asked: undefined, cores: 2, items: 100 }, 4, 'two more than there are cores'],
  [{ asked: undefined, cores: 2, items: 3 }, 3, 'no more than there are things to do'],
  [{ asked: undefined, cores: 8, items: 100 }, 8, 'eight at most'],
])('%j makes %i jobs for pg_restore: %s', (plan, jobs, _why) => {
  expect(chooseArchiveJobs(plan)).toBe(jobs)
})

it('the directory format is suggested for a large database when nobody has chosen one and several cores could work', () => {
  const large = { byDefault: true, databaseBytes: 1024 ** 3, cores: 2 }
  expect(suggestsParallel(large)).toBe(true)
  for (const other of [{ byDefault: false }, { databaseBytes: 1024 ** 3 - 1 }, { cores: 1 }]) {
    expect(suggestsParallel({ ...large, ...other })).toBe(false)
  }
})
