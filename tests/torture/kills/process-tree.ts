import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process and everything that descends from it, parents first. From /proc: Linux only. */
export function familyOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    const parent = /^\d+$/.test(name) ? parentOf(Number(name)) : undefined
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const family = [pid]
  // It grows while it is walked.
  for (const member of family) family.push(...(children.get(member) ?? []))
  return family
}

/** Waits until all of them are gone; throws after `seconds`. */
export async function untilGone(pids: readonly number[], seconds = 30): Promise<void> {
  const deadline = performance.now() + seconds * 1000
  while (pids.some(isRunning)) {
    if (performance.now() > deadline) throw new Error(`still running: ${pids.filter(isRunning).join(', ')}`)
    await sleep(10)
  }
}

/** A zombie runs no more. */
export function isRunning(pid: number): boolean {
  const state = statOf(pid)?.[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

function parentOf(pid: number): number | undefined {
  const parent = statOf(pid)?.[1]
  return parent === undefined ? undefined : Number(parent)
}

/** From the process's state on; its name before that may itself hold spaces and parentheses. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}
