import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Project } from '../../support/project.ts'
import type { PgsafeOutcome } from '../../support/run-pgsafe.ts'
import { familyOf, untilGone } from './process-tree.ts'

export interface Kill {
  /** From the start of the program. */
  readonly afterMs: number
  /** With everything that descends from it: a machine that loses power, a container that is stopped. Else pgsafe alone. */
  readonly whole: boolean
}

export interface Killed {
  /** False: the run had ended by itself before. */
  readonly killed: boolean
  /** What pgsafe had started and what lived on, for a while. */
  readonly untilOrphansEnded: () => Promise<void>
}

/** Runs pgsafe and kills it by SIGKILL. Returns as soon as pgsafe itself is gone. */
export async function runAndKill(project: Project, args: readonly string[], kill: Kill): Promise<Killed> {
  let pid = 0
  const outcome = project.pgsafe(args, { env: projectEnvironment(project), onStart: (child) => (pid = child.pid ?? 0) })
  const ended = await Promise.race([outcome, sleep(kill.afterMs)])
  if (ended !== undefined) return { killed: false, untilOrphansEnded: () => assertFine(args, ended) }
  const [self, ...children] = familyOf(pid)
  for (const member of kill.whole ? [self, ...children] : [self]) if (member !== undefined) killIfThere(member)
  await untilGone([pid])
  return {
    killed: true,
    untilOrphansEnded: async () => {
      await untilGone(children)
      await outcome
    },
  }
}

/** A directory for temporary files of its own, in which leftovers are seen. */
export function projectEnvironment(project: Pick<Project, 'directory'>): { TMPDIR: string } {
  return { TMPDIR: `${project.directory}/tmp` }
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function assertFine(args: readonly string[], { exitCode, stderr }: PgsafeOutcome): Promise<void> {
  if (exitCode !== 0)
    throw new Error(`${args.join(' ')}, which nobody killed, ended with ${String(exitCode)}: ${stderr}`)
}
