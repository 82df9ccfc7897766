import { readFile } from 'node:fs/promises'

/** What /proc says of a process (proc(5): in stat the state is field 3, the start time field 22); nulls on other systems. */
export interface ReadProcess {
  /** `Z` and `X` do not run any more. */
  readonly state: string | null
  /** Since the boot, in clock ticks: a pid is given to another process sooner or later, but not with the same start. */
  readonly startTicks: string | null
}

export async function readProcess(pid: number): Promise<ReadProcess> {
  const stat = await readStat(pid)
  // Field 2 is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return { state: fields?.[0] ?? null, startTicks: fields?.[19] ?? null }
}

/** Also when it belongs to somebody else. */
export function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ESRCH') return false
    if (code === 'EPERM') return true
    throw error
  }
}

/** A process that ends while its file is being read makes that fail with ESRCH. */
async function readStat(pid: number): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${String(pid)}/stat`, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ESRCH') return undefined
    throw error
  }
}
