import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { processExists, readProcess } from '../system/read-process.ts'
import { ifPresent } from './file-errors.ts'

/** Which process, for certain: a pid alone is given to another process sooner or later. */
export interface ProcessIdentity {
  readonly pid: number
  /** Linux: "boot id/pid namespace/start in ticks since the boot". Null where that cannot be read. */
  readonly startTime: string | null
  readonly host: string
}

/** `elsewhere`: on another host or in another container, where we cannot look. */
export type Liveness = 'alive' | 'dead' | 'elsewhere'

export async function currentProcess(): Promise<ProcessIdentity> {
  const { startTime } = await identify(process.pid)
  return { pid: process.pid, startTime, host: hostname() }
}

/** Whether that very process still runs. In doubt it does: a lock is better kept than stolen. */
export async function livenessOf(identity: ProcessIdentity): Promise<Liveness> {
  if (identity.host !== hostname()) return 'elsewhere'
  const [boot, namespace] = identity.startTime?.split('/') ?? []
  const [ourBoot, ourNamespace] = (await currentProcess()).startTime?.split('/') ?? []
  const comparable = boot !== undefined && ourBoot !== undefined
  if (comparable && boot !== ourBoot) return 'dead'
  if (comparable && namespace !== ourNamespace) return 'elsewhere'
  return (await runs(identity)) ? 'alive' : 'dead'
}

/** Fits into a file's name; undefined where nothing but the pid tells a process. */
export function nameOfProcess({ pid, startTime }: ProcessIdentity): string | undefined {
  const [boot, namespace, ticks] = startTime?.split('/') ?? []
  if (boot === undefined || namespace === undefined || ticks === undefined) return undefined
  return [boot.slice(0, 8), namespace.replaceAll(/\D/g, ''), pid, ticks].join('-')
}

/** Of a process by its name. `elsewhere` also after a restart of the machine: a part of the boot's id is not enough to tell. */
export async function livenessOfName(name: string): Promise<Liveness> {
  const [pid, ticks] = name.split('-').slice(-2)
  const us = await currentProcess()
  const [boot, namespace] = us.startTime?.split('/') ?? []
  const named = { pid: Number(pid), startTime: `${boot ?? ''}/${namespace ?? ''}/${ticks ?? ''}`, host: us.host }
  return nameOfProcess(named) === name && isProcessIdentity(named) ? livenessOf(named) : 'elsewhere'
}

async function runs(identity: ProcessIdentity): Promise<boolean> {
  if (!processExists(identity.pid)) return false
  const { state, startTime } = await identify(identity.pid)
  // It may have ended between the two looks.
  if (startTime === null && !processExists(identity.pid)) return false
  // A zombie runs no more, but where nobody waits for it (containers without an init) it stays for ever.
  if (state === 'Z' || state === 'X') return false
  return identity.startTime === null || startTime === null || identity.startTime === startTime
}

export function isProcessIdentity(value: Readonly<Record<string, unknown>>): boolean {
  const { pid, startTime, host } = value
  const validPid = typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0 && pid < 2 ** 31
  return validPid && typeof host === 'string' && (startTime === null || typeof startTime === 'string')
}

/** In doubt nulls: nothing but Linux tells. */
async function identify(pid: number): Promise<{ state: string | null; startTime: string | null }> {
  const { state, startTicks } = await readProcess(pid)
  const boot = await ifPresent(() => readFile('/proc/sys/kernel/random/boot_id', 'utf8'))
  const namespace = await ifPresent(() => readlink('/proc/self/ns/pid'))
  if (startTicks === null || boot === undefined || namespace === undefined) return { state: null, startTime: null }
  return { state, startTime: `${boot.trim()}/${namespace}/${startTicks}` }
}
