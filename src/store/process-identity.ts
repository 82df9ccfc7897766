import { readFile, readlink } from 'node:fs/promises'
import { hostname } from 'node:os'
import { errnoOf, ifPresent } from './file-errors.ts'

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
  const { startTime } = await readProcess(process.pid)
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

async function runs(identity: ProcessIdentity): Promise<boolean> {
  if (!processExists(identity.pid)) return false
  const { state, startTime } = await readProcess(identity.pid)
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

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    if (errnoOf(error) === 'ESRCH') return false
    if (errnoOf(error) === 'EPERM') return true
    throw error
  }
}

/** From /proc (proc(5): in stat the state is field 3, the start time field 22); nulls on other systems. */
async function readProcess(pid: number): Promise<{ state: string | null; startTime: string | null }> {
  const stat = await readStat(pid)
  const boot = await ifPresent(() => readFile('/proc/sys/kernel/random/boot_id', 'utf8'))
  const namespace = await ifPresent(() => readlink('/proc/self/ns/pid'))
  if (stat === undefined || boot === undefined || namespace === undefined) return { state: null, startTime: null }
  // Field 2 is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? null, startTime: `${boot.trim()}/${namespace}/${fields[19] ?? ''}` }
}

/** A process that ends while its file is being read makes that fail with ESRCH. */
async function readStat(pid: number): Promise<string | undefined> {
  try {
    return await ifPresent(() => readFile(`/proc/${String(pid)}/stat`, 'utf8'))
  } catch (error) {
    if (errnoOf(error) === 'ESRCH') return undefined
    throw error
  }
}
