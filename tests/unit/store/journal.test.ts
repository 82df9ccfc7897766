import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { closeJournal, readJournals, writeJournal } from '../../../src/store/journal.ts'
import type { JournalFields } from '../../../src/store/journal.ts'
import { openStore } from '../../../src/store/open-store.ts'
import { temporaryDirectory, temporaryStore } from './temporary-store.ts'

const fields: JournalFields = {
  runId: 'run2345678',
  kind: 'restore',
  startedAt: '2025-11-20T10:35:00.000Z',
  target: { systemIdentifier: '7', name: 'shop', described: 'app@localhost:5432/shop' },
  phase: 'loading',
  data: { side: 'pgsafe_side_run2345678' },
}

it('keeps one private file per run, replaced at each phase, until the run ends', async () => {
  const store = await temporaryStore()
  await writeJournal(store, fields)
  await writeJournal(store, { ...fields, phase: 'swapping' })
  expect(await readdir(store.journalDirectory)).toEqual(['run2345678.json'])
  expect((await stat(join(store.journalDirectory, 'run2345678.json'))).mode & 0o777).toBe(0o600)
  expect(await readJournals(store)).toMatchObject([{ ...fields, phase: 'swapping', pid: process.pid, alive: true }])
  await closeJournal(store, fields.runId)
  await closeJournal(store, fields.runId)
  expect(await readJournals(store)).toEqual([])
})

it('tells the journals of dead runs from those of runs at work, oldest first', async () => {
  const store = await temporaryStore()
  await writeJournal(store, fields)
  const path = join(store.journalDirectory, 'run2345678.json')
  const dead = {
    ...(JSON.parse(await readFile(path, 'utf8')) as object),
    pid: 2 ** 22 + 1,
    runId: 'dead234567',
    startedAt: '2025-11-19T10:35:00.000Z',
  }
  await writeFile(join(store.journalDirectory, 'dead234567.json'), JSON.stringify(dead))
  const journals = await readJournals(store)
  expect(journals.map(({ runId, alive }) => [runId, alive])).toEqual([
    ['dead234567', false],
    ['run2345678', true],
  ])
})

it('does not pass over a journal that it cannot read: it may be all that is known of a half-done restore', async () => {
  const store = await temporaryStore()
  for (const text of ['', '{}', '{"version": 2}']) {
    await writeFile(join(store.journalDirectory, 'x.json'), text)
    await expect(readJournals(store)).rejects.toMatchObject({ code: 'verification-failed' })
  }
})

it('finds none where there is no store', async () => {
  expect(await readJournals(openStore(join(await temporaryDirectory(), 'none')))).toEqual([])
})

it('takes no run id that would lead elsewhere', async () => {
  const store = await temporaryStore()
  await expect(writeJournal(store, { ...fields, runId: '../x' })).rejects.toThrow(/not a run's id/)
})
