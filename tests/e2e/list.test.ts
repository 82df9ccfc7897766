import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createProject } from '../support/project.ts'
import { ageBackup, treeOf } from '../support/stored-backup.ts'

interface Listed {
  readonly backups: readonly { file: string; database: string | null; problem?: string; foreign?: boolean }[]
}

it('shows this database’s backups, newest first, with all that one wants to know, and never connects', async () => {
  const project = await createProject()
  const [old, recent] = [await project.backup('--label', 'the old one'), await project.backup('--compress', '--pin')]
  ageBackup(old.path, 3)
  const url = new URL(project.url)
  url.port = '1'
  const { exitCode, stdout } = await project.pgsafe(['list'], { env: { DATABASE_URL: url.href } })
  expect(exitCode).toBe(0)
  const [, first = '', second = ''] = stdout.split('\n\n')
  expect(first).toMatch(
    new RegExp(`^${recent.file} \\(id ${recent.id}\\)\n  Size: .* \\| just now\n  Data: 1,200 rows in 2 tables`),
  )
  expect(first).toContain('verified | pinned | manual')
  expect(second).toMatch(new RegExp(`^${old.file} [^]*3 days ago[^]*Label: the old one`))
})

it('flaw 7: shows another database’s backups only with --all', async () => {
  const [project, other] = [await createProject(), await createProject()]
  const mine = await project.backup()
  const theirs = await other.backup('--dir', project.store)
  const list = async (...flags: string[]) => {
    const { stdout } = await project.pgsafe(['list', '--json', ...flags])
    return (JSON.parse(stdout) as Listed).backups.map(({ file }) => file)
  }
  expect(await list()).toEqual([mine.file])
  expect((await list('--all')).sort()).toEqual([mine.file, theirs.file].sort())
})

it('shows foreign and damaged files for what they are', async () => {
  const project = await createProject()
  const { path, file } = await project.backup()
  truncateSync(path, 10)
  writeFileSync(join(project.store, 'from-prod.sql'), 'SELECT 1;')
  const { stdout } = await project.pgsafe(['list', '--json'])
  const { backups } = JSON.parse(stdout) as Listed
  expect(backups.find((entry) => entry.file === file)?.problem).toMatch(/10 bytes/)
  expect(backups.find((entry) => entry.file === 'from-prod.sql')).toMatchObject({ foreign: true, verification: null })
  const people = await project.pgsafe(['list'])
  expect(people.stdout).toMatch(/Cannot be used: it has 10 bytes/)
  expect(people.stdout).toMatch(/from-prod\.sql[^]*Not verified: pgsafe did not make it/)
})

it('says how to begin where there is nothing, and creates nothing', async () => {
  const project = await createProject()
  const { exitCode, stdout } = await project.pgsafe(['list'])
  expect({ exitCode, stdout }).toEqual({
    exitCode: 0,
    stdout: `No backups of "${project.database.name}" in ${project.store}. The first one: pgsafe backup\n`,
  })
  expect(JSON.parse((await project.pgsafe(['list', '--json'])).stdout)).toEqual({ backups: [], kept: [] })
  expect(treeOf(project.directory)).toEqual([])
})

it('shows everything in the store when no database is named', async () => {
  const project = await createProject()
  const { file } = await project.backup()
  mkdirSync(join(project.store, 'notes'))
  const { stdout } = await project.pgsafe(['list', '--json'], { env: { DATABASE_URL: undefined } })
  expect((JSON.parse(stdout) as Listed).backups.map((entry) => entry.file)).toEqual([file])
})

it('takes the control characters out of a label before it reaches a terminal', async () => {
  const project = await createProject()
  await project.backup('--label', 'a\u001B]0;owned\u0007\u001B[2Jb')
  expect((await project.pgsafe(['list'])).stdout).not.toMatch(/[\u001B\u0007]/)
})
