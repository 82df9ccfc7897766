import { expect, it } from 'vitest'
import {
  helperSettings,
  loadSettingsOptions,
  loadSettingsSql,
  raisedMemory,
} from '../../../src/domain/load-settings.ts'

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

it.each([
  [{ host: '127.0.0.1', jobs: 2, cores: 2 }, true],
  [{ host: '/var/run/postgresql', jobs: 8, cores: 4 }, true],
  [{ host: undefined, jobs: 2, cores: 2 }, true],
  [{ host: 'localhost', jobs: 2, cores: 4 }, false],
  [{ host: 'localhost', jobs: 1, cores: 1 }, false],
  [{ host: 'db.example.com', jobs: 8, cores: 2 }, false],
])('sessions for all cores of the server keep its helpers out: %j %s', (sessions, without) => {
  expect(helperSettings(sessions)).toEqual(without ? { max_parallel_maintenance_workers: '0' } : {})
})

it('further settings go with the others', () => {
  expect(loadSettingsOptions(undefined, 1024, { max_parallel_maintenance_workers: '0' })).toBe(
    '-c synchronous_commit=off -c max_parallel_maintenance_workers=0 -c maintenance_work_mem=1024kB',
  )
})

it('SQL never takes memory away', () => {
  expect(loadSettingsSql(2)).toMatch(/'131072kB'[^]*setting::bigint < 131072;\n$/)
})
