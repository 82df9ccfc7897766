import { constants } from 'node:fs'
import fs from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Everything in the store's code that changes the disk. */
const functions = ['chmod', 'link', 'mkdir', 'open', 'rename', 'rm', 'unlink'] as const
const methods = ['writeFile', 'sync', 'chmod'] as const

type Changing = (...args: unknown[]) => Promise<unknown>

export interface Fault {
  /** ENOSPC, EIO …; "crash" also fails everything that comes after it, as for a process that is no more. */
  readonly errno: string
  /** The how-manieth change fails (from 1). */
  readonly at: number
}

export interface Faulted {
  /** What was failed: "rename", "sync" …; undefined when the work was over before. */
  readonly failed: string | undefined
  readonly error: unknown
}

/** Runs `work` while one of its changes to the disk fails. Opening for reading is no change. */
export async function withFault(fault: Fault, work: () => Promise<unknown>): Promise<Faulted> {
  let count = 0
  let failed: string | undefined
  const mayProceed = (name: string) => {
    count += 1
    if (count < fault.at || (count > fault.at && fault.errno !== 'crash')) return
    failed ??= name
    throw Object.assign(new Error(`${fault.errno}: injected`), { code: fault.errno, syscall: name })
  }
  const restore = await intercept(mayProceed)
  try {
    await work()
    return { failed, error: undefined }
  } catch (error) {
    return { failed, error }
  } finally {
    restore()
  }
}

async function intercept(mayProceed: (name: string) => void): Promise<() => void> {
  const module = fs as unknown as Record<string, Changing>
  const handle = await handlePrototype()
  const undo = [
    ...functions.map((name) => replace(module, name, mayProceed)),
    ...methods.map((name) => replace(handle, name, mayProceed)),
  ]
  syncBuiltinESMExports()
  return () => {
    for (const step of undo) step()
    syncBuiltinESMExports()
  }
}

function replace(owner: Record<string, Changing>, name: string, mayProceed: (name: string) => void): () => void {
  const original = owner[name]
  if (original === undefined) throw new Error(`node:fs/promises has no ${name}`)
  owner[name] = async function (this: unknown, ...args: unknown[]) {
    const reads = name === 'open' && (Number(args[1]) & (constants.O_CREAT | constants.O_RDWR)) === 0
    if (!reads) mayProceed(name)
    return await original.apply(this, args)
  }
  return () => {
    owner[name] = original
  }
}

async function handlePrototype(): Promise<Record<string, Changing>> {
  const file: FileHandle = await fs.open(join(tmpdir(), '.'), 'r')
  await file.close()
  return Object.getPrototypeOf(file) as Record<string, Changing>
}
