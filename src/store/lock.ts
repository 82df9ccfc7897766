import { rm, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import { createPrivateFile, replaceFile } from './atomic-file.ts'
import { errnoOf, withFileErrors } from './file-errors.ts'
import { lockedBy, readLockHolder } from './lock-holder.ts'
import type { LockHolder } from './lock-holder.ts'
import { lockPartialPath } from './lock-partial.ts'
import { linkIfFree } from './move-without-overwriting.ts'
import { newId } from './new-id.ts'
import type { Store } from './open-store.ts'
import { currentProcess, livenessOf } from './process-identity.ts'
import type { Liveness } from './process-identity.ts'

export interface StoreLock {
  readonly holder: LockHolder
  /** Lets go before the scope ends (guard, while the wrapped command runs). A second call does nothing. */
  release(): Promise<void>
}

/**
 * Runs `action` while no other run changes this (prepared) store. Throws `locked`, naming the holder, when another one
 * does; the lock of a process that died is taken over at once, one on another host never.
 */
export async function withStoreLock<T>(
  ctx: Pick<Context, 'now'>,
  store: Store,
  options: { readonly purpose: string },
  action: (lock: StoreLock) => Promise<T>,
): Promise<T> {
  const holder: LockHolder = {
    ...(await currentProcess()),
    purpose: options.purpose,
    since: ctx.now().toISOString(),
    token: newId(),
  }
  await withFileErrors('store-unwritable', `lock ${store.directory}`, () => acquire(store, store.lockFile, holder))
  const lock = { holder, release: () => releaseLock(store, holder) }
  try {
    return await action(lock)
  } finally {
    await lock.release()
  }
}

/** Who holds the store's lock, for doctor; undefined when it is free. */
export async function lockStatus(
  store: Store,
): Promise<{ readonly holder: LockHolder; readonly liveness: Liveness } | undefined> {
  const holder = await readLockHolder(store.lockFile)
  return holder === undefined ? undefined : { holder, liveness: await livenessOf(holder) }
}

async function releaseLock(store: Store, holder: LockHolder): Promise<void> {
  const current = await readLockHolder(store.lockFile)
  if (current?.token === holder.token) await unlink(store.lockFile)
}

/** Each turn means that somebody else got it and let it go meanwhile. */
const mostTurns = 100

/** Returns when `file` names `us`; throws `locked` when a process that may be alive holds it. */
async function acquire(store: Store, file: string, us: LockHolder): Promise<void> {
  for (let turn = 0; turn < mostTurns; turn += 1) {
    if (await createLock(store, file, us)) return
    const holder = await readLockHolder(file)
    if (holder !== undefined && (await succeed(store, file, { dead: holder, us }))) return
  }
  throw new PgsafeError('locked', 'other runs keep using these backups', { hint: 'try again when they have finished' })
}

/** False when the file exists. It appears whole; without hard links a reader may see it half written, and keeps off. */
async function createLock(store: Store, file: string, us: LockHolder): Promise<boolean> {
  const partial = lockPartialPath(store, us)
  await createPrivateFile(partial, JSON.stringify(us))
  try {
    const linked = await linkIfFree(partial, file)
    return linked === 'unsupported' ? await createExclusively(file, us) : linked === 'linked'
  } finally {
    await rm(partial, { force: true })
  }
}

async function createExclusively(file: string, us: LockHolder): Promise<boolean> {
  try {
    await createPrivateFile(file, JSON.stringify(us))
    return true
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

/**
 * Takes over from a dead holder. Two takers must not both replace the file, nor may a slow one replace the lock of the
 * winner: whoever wants to replace it needs the lock `lock.<token of the dead>` first, which is taken by these same rules
 * (its holder may die as well), and then looks again. False when the lock has moved on meanwhile.
 */
async function succeed(store: Store, file: string, taking: { dead: LockHolder; us: LockHolder }): Promise<boolean> {
  const { dead, us } = taking
  const liveness = await livenessOf(dead)
  if (liveness !== 'dead') throw lockedBy(file, dead, liveness)
  const succession = join(store.internal, `lock.${dead.token}`)
  await acquire(store, succession, us)
  try {
    const current = await readLockHolder(file)
    if (current?.token !== dead.token) return false
    await replaceFile(file, JSON.stringify(us), { temporary: lockPartialPath(store, us) })
    return true
  } finally {
    await unlink(succession)
  }
}
