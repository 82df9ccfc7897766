import { stat, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { appendUndo, readUndoChain, updateUndo } from '../../../src/store/undo-chain.ts'
import type { UndoEntry } from '../../../src/store/undo-chain.ts'
import { withFault } from './crash-points.ts'
import { temporaryStore } from './temporary-store.ts'

const first: UndoEntry = {
  id: 'first23456',
  at: '2025-11-20T10:35:00.000Z',
  kind: 'guard',
  target: { systemIdentifier: '7', name: 'shop' },
  backupId: 'k3fqz8m2pd',
  keptDatabase: null,
  reverses: null,
  done: false,
}
const second: UndoEntry = { ...first, id: 'second2345', kind: 'undo', reverses: 'first23456' }

it('is empty before anything was replaced, then grows in order', async () => {
  const store = await temporaryStore()
  expect(await readUndoChain(store)).toEqual([])
  await appendUndo(store, first)
  await appendUndo(store, second)
  expect(await readUndoChain(store)).toEqual([first, second])
  expect((await stat(store.undoFile)).mode & 0o777).toBe(0o600)
})

it('changes one entry and leaves the others', async () => {
  const store = await temporaryStore()
  await appendUndo(store, first)
  await appendUndo(store, second)
  const keptDatabase = { name: 'pgsafe_old_first23456', oid: 16_400, comment: null }
  await updateUndo(store, first.id, { done: true, keptDatabase })
  expect(await readUndoChain(store)).toEqual([{ ...first, done: true, keptDatabase }, second])
  await expect(updateUndo(store, 'unknown', { done: true })).rejects.toThrow(/no entry unknown/)
})

it('holds the old chain or the new one when the process dies at any change', async () => {
  const lengths = new Set<number>()
  for (let at = 1; ; at += 1) {
    const store = await temporaryStore()
    await appendUndo(store, first)
    const { failed } = await withFault({ errno: 'crash', at }, () => appendUndo(store, second))
    if (failed === undefined) break
    lengths.add((await readUndoChain(store)).length)
  }
  expect(lengths).toEqual(new Set([1, 2]))
})

it('does not take a damaged chain for an empty one', async () => {
  const store = await temporaryStore()
  for (const text of ['', '{"version":1}', '{"version":2,"entries":[]}', '{"version":1,"entries":[{}]}']) {
    await writeFile(store.undoFile, text)
    await expect(readUndoChain(store)).rejects.toMatchObject({ code: 'verification-failed' })
    await expect(appendUndo(store, first)).rejects.toMatchObject({ code: 'verification-failed' })
  }
})
