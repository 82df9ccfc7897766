import { expect } from 'vitest'
import type { Project } from '../../support/project.ts'
import { projectEnvironment } from '../kills/run-and-kill.ts'

interface Listed {
  readonly backups: readonly { readonly id: string; readonly reason: string }[]
}

/** The ids of the backups in the store that were not made by restores, newest first. */
export async function listIds(project: Project): Promise<string[]> {
  const { exitCode, stdout } = await project.pgsafe(['list', '--json'], { env: projectEnvironment(project) })
  expect(exitCode).toBe(0)
  return (JSON.parse(stdout) as Listed).backups.flatMap(({ id, reason }) => (reason === 'before-restore' ? [] : [id]))
}
