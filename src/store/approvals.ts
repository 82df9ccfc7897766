import { lstat, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expiryFrom, isCurrent, type Approval, type ApprovalFields, type ApprovedRun } from '../domain/approval.ts'
import { isBackupId } from '../domain/backup-id.ts'
import { approvalPath, bindingOf, readApproval, sealApproval } from './approval-file.ts'
import { assertStoreDirectory } from './assert-store-usable.ts'
import { createPrivateFile, replaceFile } from './atomic-file.ts'
import { createPrivateDirectory } from './create-private-directory.ts'
import { errnoOf, ifPresent, withFileErrors } from './file-errors.ts'
import { newId } from './new-id.ts'
import { prepareStore, type Store } from './open-store.ts'

/** What the person is shown; the rest follows from the run. */
export type ApprovalText = Pick<ApprovalFields, 'agent' | 'command' | 'target' | 'reasons'>

interface Asking {
  readonly run: ApprovedRun
  readonly text: ApprovalText
  readonly now: Date
}

/** Leaves a request for a person, or gives back the one that waits for this run already. Clears away what has expired. */
export async function requestApproval(store: Store, { run, text, now }: Asking): Promise<Approval> {
  await prepareStore(store)
  const waiting = (await currentApprovals(store, now)).find((approval) => isFor(approval, run))
  if (waiting !== undefined) return waiting
  const id = newId()
  const { action, directory, database, danger } = run
  const times = { createdAt: now.toISOString(), expiresAt: expiryFrom(now), approvedAt: null }
  const about = { action, directory, database, danger, binding: bindingOf(id, run) }
  const approval = sealApproval({ version: 1, id, ...times, ...text, ...about })
  await withFileErrors('store-unwritable', `write into ${store.approvalDirectory}`, async () => {
    await createPrivateDirectory(store.approvalDirectory)
    assertStoreDirectory(store.approvalDirectory, await lstat(store.approvalDirectory))
    await createPrivateFile(approvalPath(store, id), format(approval))
  })
  return approval
}

/** The request of that id, if it can still be decided on. */
export async function findApproval(store: Store, id: string, now: Date): Promise<Approval | undefined> {
  return (await currentApprovals(store, now)).find((approval) => approval.id === id)
}

/** Marks a request as approved by a person, from now on. */
export async function grantApproval(store: Store, request: Approval, now: Date): Promise<Approval> {
  const approval = sealApproval({ ...request, approvedAt: now.toISOString(), expiresAt: expiryFrom(now) })
  await withFileErrors('store-unwritable', `write into ${store.approvalDirectory}`, () =>
    replaceFile(approvalPath(store, request.id), format(approval)),
  )
  return approval
}

/** Uses up the approval of this run and gives it back; undefined when there is none. Of two runs at once, one gets it. */
export async function takeApproval(
  store: Store,
  { run, now }: Pick<Asking, 'run' | 'now'>,
): Promise<Approval | undefined> {
  for (const found of await currentApprovals(store, now)) {
    if (found.approvedAt === null || !isFor(found, run)) continue
    const taken = join(store.approvalDirectory, `${found.id}.taken`)
    if (!(await moved(approvalPath(store, found.id), taken))) continue
    // Read again: what was looked at before may not be what was taken.
    const approval = await readApproval(taken, found.id)
    await rm(taken, { force: true })
    if (approval?.approvedAt === found.approvedAt && isFor(approval, run)) return approval
  }
  return undefined
}

/** Every request that is whole and whose time has not come. The files of the others are deleted. */
async function currentApprovals(store: Store, now: Date): Promise<Approval[]> {
  const current: Approval[] = []
  for (const name of (await ifPresent(() => readdir(store.approvalDirectory))) ?? []) {
    const [, id = ''] = /^(.+)\.json$/.exec(name) ?? []
    if (!isBackupId(id)) continue
    const approval = await readApproval(approvalPath(store, id), id)
    if (approval !== undefined && isCurrent(approval, now)) current.push(approval)
    else await rm(approvalPath(store, id), { force: true })
  }
  return current
}

function isFor({ id, binding }: Approval, run: ApprovedRun): boolean {
  return binding === bindingOf(id, run)
}

/** False when somebody else was faster. */
async function moved(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to)
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw error
  }
}

function format(approval: Approval): string {
  return `${JSON.stringify(approval, null, 2)}\n`
}
