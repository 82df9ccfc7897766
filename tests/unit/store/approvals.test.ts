import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ApprovedRun } from '../../../src/domain/approval.ts'
import { approvalPath, bindingOf, sealApproval } from '../../../src/store/approval-file.ts'
import { findApproval, grantApproval, requestApproval, takeApproval } from '../../../src/store/approvals.ts'
import { temporaryStore } from './temporary-store.ts'

const run: ApprovedRun = {
  action: 'guard',
  argv: ['guard', '--', 'psql', '-c', 'DROP TABLE orders'],
  directory: '/home/ada/shop',
  systemIdentifier: '7412345678901234567',
  database: 'shop_prod',
  danger: 'production',
  subject: '',
}
const text = {
  agent: 'Claude Code: CLAUDECODE',
  command: ['pgsafe', ...run.argv],
  target: 'ada@localhost/shop_prod',
  reasons: ['the database is called "shop_prod"'],
}
const start = new Date('2026-11-23T10:00:00Z')
const after = (minutes: number) => new Date(start.getTime() + minutes * 60_000)

async function approvedStore() {
  const store = await temporaryStore()
  const request = await requestApproval(store, { run, text, now: start })
  const approval = await grantApproval(store, request, after(1))
  return { store, approval }
}

describe('a request', () => {
  it('lies in the store, for its owner only, and is the same one while it waits', async () => {
    const store = await temporaryStore()
    const request = await requestApproval(store, { run, text, now: start })
    expect(request).toMatchObject({ database: 'shop_prod', approvedAt: null, expiresAt: after(10).toISOString() })
    expect((await stat(approvalPath(store, request.id))).mode & 0o777).toBe(0o600)
    expect(await requestApproval(store, { run, text, now: after(9) })).toEqual(request)
    expect(await readdir(store.approvalDirectory)).toEqual([`${request.id}.json`])
  })

  it('is gone after its time, also from the disk', async () => {
    const store = await temporaryStore()
    const { id } = await requestApproval(store, { run, text, now: start })
    expect(await findApproval(store, id, after(9))).toMatchObject({ id })
    expect(await findApproval(store, id, after(10))).toBeUndefined()
    expect(await readdir(store.approvalDirectory)).toEqual([])
  })

  it('allows nothing', async () => {
    const store = await temporaryStore()
    await requestApproval(store, { run, text, now: start })
    expect(await takeApproval(store, { run, now: after(1) })).toBeUndefined()
  })

  it('tells nothing of a secret among the words', async () => {
    const store = await temporaryStore()
    const secret = { ...run, argv: ['guard', '--url', 'postgresql://ada:s3cret-word@localhost/shop_prod', '--', 'x'] }
    const { id } = await requestApproval(store, { run: secret, text, now: start })
    expect(await readFile(approvalPath(store, id), 'utf8')).not.toContain('s3cret-word')
  })
})

describe('an approval', () => {
  it('is good once', async () => {
    const { store, approval } = await approvedStore()
    expect(await takeApproval(store, { run, now: after(2) })).toEqual(approval)
    expect(await takeApproval(store, { run, now: after(2) })).toBeUndefined()
    expect(await readdir(store.approvalDirectory)).toEqual([])
  })

  it('is given to one of many runs at once', async () => {
    const { store } = await approvedStore()
    const takes = await Promise.all(Array.from({ length: 20 }, () => takeApproval(store, { run, now: after(2) })))
    expect(takes.filter((taken) => taken !== undefined)).toHaveLength(1)
  })

  it.each<Partial<ApprovedRun>>([
    { action: 'reset' },
    { argv: ['guard', '--', 'psql', '-c', 'DROP TABLE customers'] },
    { argv: [...run.argv, '--yes'] },
    { argv: ['guard', '--', 'psql', '-c DROP TABLE orders'] },
    { directory: '/home/ada' },
    { systemIdentifier: '1' },
    { database: 'shop' },
    { danger: 'remote' },
    { subject: 'another backup' },
  ])('is not for another run: %j', async (other) => {
    const { store, approval } = await approvedStore()
    expect(await takeApproval(store, { run: { ...run, ...other }, now: after(2) })).toBeUndefined()
    expect(await takeApproval(store, { run, now: after(2) })).toEqual(approval)
  })

  it('ends ten minutes after it was given, and is not good before either', async () => {
    const late = await approvedStore()
    expect(await takeApproval(late.store, { run, now: after(11) })).toBeUndefined()
    const early = await approvedStore()
    expect(await takeApproval(early.store, { run, now: after(-1) })).toBeUndefined()
  })

  it.each([
    ['its dates', { expiresAt: after(600).toISOString(), approvedAt: start.toISOString() }],
    ['its state alone', { approvedAt: start.toISOString() }],
    ['its binding', { binding: bindingOf('x', { ...run, argv: ['guard'] }) }],
  ])('does not come from editing %s', async (_what, edit) => {
    const store = await temporaryStore()
    const request = await requestApproval(store, { run, text, now: start })
    await writeFile(approvalPath(store, request.id), JSON.stringify({ ...request, ...edit }))
    expect(await takeApproval(store, { run, now: after(1) })).toBeUndefined()
    expect(await readdir(store.approvalDirectory)).toEqual([])
  })

  it('under another id is none: the id belongs to what was approved', async () => {
    const { store, approval } = await approvedStore()
    await writeFile(join(store.approvalDirectory, 'abcdefghjk.json'), JSON.stringify(approval))
    await writeFile(
      join(store.approvalDirectory, 'bcdefghjkm.json'),
      JSON.stringify(sealApproval({ ...approval, id: 'bcdefghjkm' })),
    )
    expect(await takeApproval(store, { run, now: after(2) })).toEqual(approval)
    expect(await takeApproval(store, { run, now: after(2) })).toBeUndefined()
  })

  it('is no path of somebody’s choice', async () => {
    const store = await temporaryStore()
    expect(() => approvalPath(store, '../undo')).toThrow(RangeError)
    expect(await findApproval(store, '../undo', start)).toBeUndefined()
  })
})
