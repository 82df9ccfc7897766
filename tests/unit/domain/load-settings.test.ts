import { expect, it } from 'vitest'
import { loadSettingsOptions, loadSettingsSql, raisedMemory } from '../../../src/domain/load-settings.ts'

it.each([
  [65_536, 1, 262_144],
  [65_536, 2, 131_072],
  [65_536, 8, undefined],
  [1_048_576, 1, undefined],
])('a server with %d kB for each gives %d jobs as much', (now, jobs, expected) => {
  expect(raisedMemory(now, jobs)).toBe(expected)
})

it('what the user has in PGOPTIONS comes first', () => {
  expect(loadSettingsOptions('-c work_mem=8MB', 1024)).toBe(
    '-c work_mem=8MB -c synchronous_commit=off -c maintenance_work_mem=1024kB',
  )
  expect(loadSettingsOptions(undefined, undefined)).toBe('-c synchronous_commit=off')
})

it('SQL never takes memory away', () => {
  expect(loadSettingsSql(2)).toMatch(/'131072kB'[^]*setting::bigint < 131072;\n$/)
})
