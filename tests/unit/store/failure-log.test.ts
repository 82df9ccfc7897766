import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { writeFailureLog } from '../../../src/store/failure-log.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { temporaryDirectory, temporaryStore } from './temporary-store.ts'

const now = new Date('2025-11-20T10:35:00Z')

it('writes a private file without the secrets, named after time and run, also where there was no store', async () => {
  const store = openStore(join(await temporaryDirectory(), 'backups'))
  const secret = 'c@nary/pass'
  const lines = ['could not connect', `postgres://app:${encodeURIComponent(secret)}@db/shop`, `tried ${secret}`]
  const path = await writeFailureLog(store, { now, lines, secrets: [secret], runId: 'run2345678' })
  expect(path).toBe(join(store.logDirectory, '2025-11-20T10-35-00-run2345678.log'))
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  const text = await readFile(path, 'utf8')
  expect(text).toContain('could not connect\n')
  expect(text).not.toMatch(/c@nary|c%40nary/)
})

it('keeps the newest 20', async () => {
  const store = await temporaryStore()
  for (let minute = 0; minute < 25; minute += 1) {
    const at = new Date(now.getTime() + minute * 60_000)
    const path = await writeFailureLog(store, { now: at, lines: [], secrets: [] })
    expect(dirname(path)).toBe(store.logDirectory)
  }
  const logs = (await readdir(store.logDirectory)).sort()
  expect(logs).toHaveLength(20)
  expect(logs[0]).toMatch(/^2025-11-20T10-40-00-/)
})
