import { existsSync } from 'node:fs'
import { formatCount } from '../domain/format-count.ts'
import { formatSize } from '../domain/format-size.ts'
import { isIgnoredByGit } from '../steps/is-ignored-by-git.ts'
import { assertStoreUsable } from '../store/assert-store-usable.ts'
import { readCatalogue } from '../store/catalogue.ts'
import { freeBytes } from '../store/disk-space.ts'
import { readJournals, type OpenJournal } from '../store/journal.ts'
import { lockStatus } from '../store/lock.ts'
import type { Context } from '../system/context.ts'
import { describeVerification } from '../ui/describe-entry.ts'
import type { DoctorCheck } from '../ui/messages/doctor-messages.ts'
import type { Run } from './open-run.ts'

/** Whether the store can be written, how full it is, who uses it, what a crash left in it, and whether git sees it. */
export async function checkStore(ctx: Context, { store }: Run): Promise<DoctorCheck[]> {
  await assertStoreUsable(store)
  const exists = existsSync(store.directory)
  return [
    { title: 'Store', status: 'ok', detail: `${store.directory} ${exists ? 'can be written' : 'will be created'}` },
    { title: 'Free space', status: 'info', detail: formatSize(await freeBytes(store.directory)) },
    ...(await describeBackups(store)),
    await describeLock(store),
    ...(await describeJournals(store)),
    exists ? await describeGit(ctx, store.directory) : gitToCome,
  ]
}

type Store = Run['store']

async function describeBackups(store: Store): Promise<DoctorCheck[]> {
  const entries = await readCatalogue(store)
  const newest = entries.find((entry) => entry.kind === 'backup')
  const proven = newest === undefined ? '' : `, the newest ${describeVerification(newest.manifest)}`
  const broken = entries.flatMap((entry) => (entry.kind === 'broken' ? [entry] : []))
  return [
    { title: 'Backups', status: 'info', detail: `${formatCount(entries.length - broken.length, 'backup')}${proven}` },
    ...broken.map(({ name, problem }): DoctorCheck => {
      return {
        title: 'Damaged backup',
        status: 'warn',
        detail: `${name}: ${problem}`,
        remedy: 'do not rely on it; move it away',
      }
    }),
  ]
}

async function describeLock(store: Store): Promise<DoctorCheck> {
  const title = 'Lock'
  const status = await lockStatus(store)
  if (status === undefined) return { title, status: 'ok', detail: 'free' }
  const { holder, liveness } = status
  const detail = `held by ${holder.purpose}, process ${holder.pid} on ${holder.host}, since ${holder.since}`
  if (liveness === 'dead')
    return { title, status: 'info', detail: `${detail}; that process is gone: the next run takes over` }
  return { title, status: 'warn', detail, remedy: 'wait until it has finished' }
}

async function describeJournals(store: Store): Promise<DoctorCheck[]> {
  const journals = await readJournals(store)
  return journals.map((journal): DoctorCheck => {
    const { kind, phase, startedAt, alive, target } = journal
    const detail = `${kind} of ${target.described} in phase "${phase}", started ${startedAt}`
    if (alive) return { title: 'Running now', status: 'info', detail }
    return { title: 'Interrupted run', status: 'warn', detail, remedy: remedyFor(journal) }
  })
}

function remedyFor({ kind, data }: OpenJournal): string {
  const recover = 'pgsafe recover brings it to an end, as does the next backup, guard, restore or undo'
  if (kind === 'guard' || kind === 'reset') return `look at the database (pgsafe undo brings it back); ${recover}`
  return `${recover}; a half-built ${String(data['side'])} is dropped`
}

const gitToCome: DoctorCheck = { title: 'Kept out of git', status: 'ok', detail: 'it will be, by its own .gitignore' }

/** Dumps are personal data: they do not belong in a repository. */
async function describeGit(ctx: Context, directory: string): Promise<DoctorCheck> {
  const title = 'Kept out of git'
  const ignored = await isIgnoredByGit(ctx, directory)
  if (ignored === undefined) return { title, status: 'ok', detail: 'not in a repository' }
  if (ignored) return { title, status: 'ok', detail: 'yes' }
  return { title, status: 'warn', detail: 'git would add the backups', remedy: `put "*" into ${directory}/.gitignore` }
}
