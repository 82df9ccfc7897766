import { expect, it } from 'vitest'
import { drawChart } from '../../bench/frame/draw-chart.ts'
import { formatPage } from '../../bench/frame/format-page.ts'
import { formatTable } from '../../bench/frame/format-table.ts'
import { isMet, type PartResult, type Row } from '../../bench/frame/result.ts'
import { ratioOf, statsOf } from '../../bench/frame/stats.ts'

const [ours, theirs] = [
  [3, 4, 5],
  [8, 8, 20],
]
const fast: Row = {
  what: 'backup --compress',
  against: 'pg_dump | gzip',
  unit: 'ratio',
  value: ratioOf(ours, theirs),
  limit: 0.5,
  seconds: { ours: statsOf(ours), theirs: statsOf(theirs) },
}
const slow: Row = {
  ...fast,
  what: 'restore',
  against: 'psql <dump',
  value: ratioOf(theirs, ours),
  limit: 1,
  seconds: { ours: statsOf(theirs), theirs: statsOf(ours) },
}
const unmeasured: Row = {
  what: 'zstd',
  against: 'pg_dump',
  unit: 'ratio',
  value: null,
  limit: 0.3,
  note: 'no zstd here',
}
const works: Row = { what: 'a row of 20 MB: backup', against: null, unit: 's', value: statsOf([1.5]), limit: null }

function resultOf(rows: readonly Row[], failure: string | null = null): PartResult {
  const machine = {
    cores: 2,
    memoryGigabytes: 8,
    system: 'linux x64',
    node: '20.19.0',
    zstdNode: null,
    postgres: '15.18',
  }
  const when = { at: '2026-01-02T03:04:05Z', quick: false, rounds: 3, tookSeconds: 1 }
  return {
    part: 'backup',
    title: 'a title',
    ...when,
    machine: { ...machine, settings: { fsync: 'on' } },
    rows,
    failure,
  }
}

it('compares medians, and tells the extremes of the rounds', () => {
  expect(fast.value).toEqual({ min: 0.25, median: 0.5, max: 0.5 })
  expect(statsOf([4, 1, 3, 2])).toEqual({ min: 1, median: 2.5, max: 4 })
})

it('says of each goal whether it was met, and nothing of what has none or was not measured', () => {
  expect([fast, slow, unmeasured, works].map(isMet)).toEqual([true, false, undefined, undefined])
  expect(isMet({ ...fast, atLeast: 0.8 })).toBe(false)
})

it('shows a missed goal, what was not measured, what failed, and where the alternative is faster', () => {
  const results = [resultOf([fast, slow, unmeasured, works]), resultOf([], 'no room on the disk\nmore')]
  const page = formatPage(results)
  expect(page).toContain('| backup --compress | pg_dump \\| gzip | ≤ 0.50× | 0.50× (0.25×–0.50×) | met |')
  expect(page).toContain('**missed**')
  expect(page).toContain('| zstd | pg_dump | ≤ 0.30× | not measured | no zstd here |')
  expect(page).toContain('- restore: `psql <dump` is faster (8.00 s : 4.00 s).')
  expect(page).toContain('| a row of 20 MB | backup 1.50 s |')
  expect(page).toContain('- a title: no room on the disk\n')
  const table = formatTable(results)
  expect(table).toMatch(/^MISSED +backup +restore/m)
  expect(table).toMatch(/^FAILED +backup: a title: no room/m)
})

it('draws a bar for what has an alternative, and nothing else', () => {
  const chart = drawChart([resultOf([fast, slow, unmeasured, works])])
  expect(chart.match(/<rect class="(met|missed)"/g)).toEqual(['<rect class="met"', '<rect class="missed"'])
  expect(chart).toContain('against psql &lt;dump')
})
