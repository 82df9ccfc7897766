import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'
import { backupFailures } from './never-starts/backup-failures.ts'
import { configurationFailures } from './never-starts/configuration-failures.ts'
import { connectionFailures } from './never-starts/connection-failures.ts'
import { consentFailures } from './never-starts/consent-failures.ts'
import type { Broken } from './never-starts/failure.ts'
import { restorabilityFailures } from './never-starts/restorability-failures.ts'

const failures = [
  ...configurationFailures,
  ...connectionFailures,
  ...restorabilityFailures,
  ...consentFailures,
  ...backupFailures,
]

const leaveSentinel = [process.execPath, '-e', `require('fs').writeFileSync('sentinel', '')`]

async function expectNeverStarts(project: Project, code: string, broken: Broken): Promise<void> {
  const { args = ['--yes'], run = {}, command = leaveSentinel, happened } = broken
  const { exitCode, stdout } = await project.pgsafe(['guard', '--json', ...args, '--', ...command], run)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code } })
  expect(exitCode).toBe(125)
  const there = (name: string) => existsSync(join(project.directory, name))
  expect({ sentinel: there('sentinel') }).toEqual({ sentinel: false })
  if (happened !== undefined) expect({ fault: there(happened) }).toEqual({ fault: true })
  const left = existsSync(project.store) ? readdirSync(project.store).filter((name) => /\.(sql|dump)/.test(name)) : []
  expect(left).toEqual([])
}

describe('flaw 2: the command does not run when', () => {
  it.each(failures.map((failure) => [failure.why, failure] as const))(
    '%s',
    async (_why, { code, options, prepare }) => {
      const project = await createProject(options)
      await expectNeverStarts(project, code, await prepare(project))
    },
  )

  it('another run holds the store', async () => {
    const project = await createProject()
    const slow = replacedPrograms(project.directory, { pg_dump: `exec sleep 300` })
    let kill: (() => boolean) | undefined
    const holder = project.pgsafe(['backup', '--auto'], {
      env: slow,
      onStart: (child) => {
        kill = () => child.kill('SIGTERM')
      },
    })
    await expect.poll(() => existsSync(join(project.store, '.pgsafe/lock')), { timeout: 60_000 }).toBe(true)
    await expectNeverStarts(project, 'locked', {})
    kill?.()
    expect(await holder).toMatchObject({ exitCode: 143 })
  })

  it('only a dry run is asked for, which ends with 0 without a question', async () => {
    const project = await createProject()
    const outcome = await project.pgsafe(['guard', '--dry-run', '--', 'touch', 'sentinel'])
    expect(outcome).toMatchObject({ exitCode: 0 })
    expect(existsSync(join(project.directory, 'sentinel'))).toBe(false)
    expect(existsSync(project.store) ? readdirSync(project.store) : []).not.toContainEqual(
      expect.stringMatching(/\.sql/),
    )
  })
})
