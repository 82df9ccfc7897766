import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fakeTools } from '../support/fake-tools.ts'
import { backupFiles, createProject, type Project } from '../support/project.ts'
import type { PgsafeOutcome } from '../support/run-pgsafe.ts'
import { partialsIn } from '../support/stored-backup.ts'

/** A pg_dump that writes a part and then waits, for as long as it takes to be ended. */
const stuck = 'touch "$happened"; "$real" "$@" | head -c 3000; while [ -e "$happened" ]; do sleep 0.2; done'

/** Sends a signal to pgsafe while its pg_dump is at work. */
async function interrupt(project: Project, signal: NodeJS.Signals, ...flags: string[]): Promise<PgsafeOutcome> {
  const tools = fakeTools(stuck)
  let send: (signal: NodeJS.Signals) => boolean = () => false
  const ended = project.pgsafe(['backup', '--auto', ...flags], {
    env: { PGSAFE_PG_BIN: tools.directory },
    onStart: (child) => {
      send = (name) => child.kill(name)
    },
  })
  await expect.poll(() => existsSync(tools.happened), { timeout: 30_000 }).toBe(true)
  await expect.poll(() => partialsIn(project.store).length, { timeout: 30_000 }).toBe(1)
  expect(send(signal)).toBe(true)
  return ended
}

describe('a backup that is interrupted', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 143],
  ] as const)('by %s ends with %d, stops pg_dump and leaves nothing behind', async (signal, exitCode) => {
    const project = await createProject()
    const outcome = await interrupt(project, signal, '--json')
    expect(outcome).toMatchObject({ exitCode, signal: null })
    expect(JSON.parse(outcome.stdout)).toMatchObject({
      error: { code: exitCode === 130 ? 'interrupted' : 'terminated' },
    })
    expect(backupFiles(project)).toEqual([])
    expect(partialsIn(project.store)).toEqual([])
  })

  it.each([[['--compress']], [['--format', 'custom']]])(
    'by SIGKILL (%j) is never listed, and the next run clears away what it left and needs no help',
    async (flags) => {
      const project = await createProject()
      const { file } = await project.backup()
      expect(await interrupt(project, 'SIGKILL', ...flags)).toMatchObject({ signal: 'SIGKILL' })
      expect(partialsIn(project.store)).toHaveLength(1)
      const { stdout } = await project.pgsafe(['list', '--json'])
      expect((JSON.parse(stdout) as { backups: { file: string }[] }).backups.map((entry) => entry.file)).toEqual([file])
      expect(await project.pgsafe(['doctor'])).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('is gone'),
      })
      await project.backup()
      expect(partialsIn(project.store)).toEqual([])
      expect(backupFiles(project)).toHaveLength(2)
      for (const name of backupFiles(project))
        expect(await project.pgsafe(['verify', name])).toMatchObject({ exitCode: 0 })
    },
  )
})
