import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Project } from '../../support/project.ts'
import { projectEnvironment } from '../kills/run-and-kill.ts'

export interface Start {
  readonly args: readonly string[]
  readonly afterMs: number
}

/** How a run among others ended: as if it had been alone, or refused because another one has the store. */
export type Ended = 'done' | 'locked'

const namesHolder = /another run is using these backups: [a-z]+, process \d+ on \S+, since \d{4}-/

/** Starts them at their times and waits for all. Fails on any error but `locked`, which must name the holder. */
export async function runTogether(project: Project, starts: readonly Start[]): Promise<Ended[]> {
  return Promise.all(
    starts.map(async ({ args, afterMs }) => {
      await sleep(afterMs)
      const { exitCode, stderr } = await project.pgsafe(args, { env: projectEnvironment(project) })
      if (exitCode === 0) return 'done'
      expect({ args, exitCode, stderr: stderr.replaceAll(/\s+/g, ' ') }).toMatchObject({
        exitCode: args[0] === 'guard' ? 125 : 8,
        stderr: expect.stringMatching(namesHolder),
      })
      return 'locked'
    }),
  )
}
