import { execFileSync } from 'node:child_process'
import { readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { quoteIdentifier } from '../../src/domain/sql-text.ts'
import { fakeTools } from '../support/fake-tools.ts'
import { createProject, type Project } from '../support/project.ts'
import type { PgsafeRun } from '../support/run-pgsafe.ts'
import { treeOf } from '../support/stored-backup.ts'
import { onServer, randomSuffix } from '../support/test-database.ts'
import { urlOf } from '../support/test-server.ts'

interface Check {
  readonly title: string
  readonly status: 'ok' | 'warn' | 'fail' | 'info'
  readonly detail: string
  readonly remedy?: string | null
}

async function examine(project: Project, run: Partial<PgsafeRun> = {}, ...flags: string[]) {
  const { exitCode, stdout } = await project.pgsafe(['doctor', '--json', ...flags], run)
  const { checks, ok } = JSON.parse(stdout) as { checks: Check[]; ok: boolean }
  expect(ok).toBe(exitCode === 0)
  expect([0, 3]).toContain(exitCode)
  // Nothing is wrong without something to do about it.
  for (const check of checks) if (check.status === 'fail') expect(check.remedy).toMatch(/\w/)
  return { exitCode, find: (title: string) => checks.find((check) => check.title === title), checks }
}

describe('doctor', () => {
  it('finds everything in place, says what it found and where each setting came from, and writes nothing', async () => {
    const project = await createProject()
    const { exitCode, find } = await examine(project, { env: { BACKUP_RETENTION_DAYS: '7' } })
    expect(exitCode).toBe(0)
    expect(find('Database')?.detail).toMatch(/\(from DATABASE_URL\)$/)
    expect(find('Retention (days)')?.detail).toBe('7 (BACKUP_RETENTION_DAYS)')
    expect(find('Compression')?.detail).toBe('none (default)')
    expect(find('Server')?.detail).toMatch(new RegExp(`^PostgreSQL \\d+.*, as ${project.role.name}`))
    expect(find('Client tools')?.detail).toMatch(/^\d+\.\d+ \(.*pg_dump\)/)
    expect(find('Restorable by this role')?.status).toBe('ok')
    expect(find('Store')?.detail).toBe(`${project.store} will be created`)
    expect(find('Free space')?.detail).toMatch(/B$/)
    expect(treeOf(project.directory)).toEqual([])
  })

  it('shows people a screen of 80 columns', async () => {
    const project = await createProject()
    const terminal = await project.terminal(['doctor'])
    expect(await terminal.exitCode()).toBe(0)
    const screen = await terminal.screen()
    expect(screen).toMatch(/✔ Server: PostgreSQL/)
    expect(screen).toMatch(/(Everything is in place|A backup would work; \d+ things? to look at)\.$/)
  })

  it.each<[string, string, (project: Project) => { run?: Partial<PgsafeRun>; flags?: string[] }, RegExp]>([
    [
      'a server that is down',
      'Server',
      ({ at }) => ({ run: { env: { DATABASE_URL: urlOf({ ...at, port: 1 }) } } }),
      /start the server/,
    ],
    [
      'a wrong password',
      'Server',
      ({ at }) => ({ run: { env: { DATABASE_URL: urlOf({ ...at, password: 'x' }) } } }),
      /password/,
    ],
    [
      'a missing database',
      'Server',
      ({ at }) => ({ run: { env: { DATABASE_URL: urlOf({ ...at, database: 'nope' }) } } }),
      /psql -l/,
    ],
    [
      'a pooler',
      'Direct connection',
      ({ url }) => ({ run: { env: { DATABASE_URL: `${url}?pgbouncer=true` } } }),
      /direct/,
    ],
    ['no URL', 'Configuration', () => ({ run: { env: { DATABASE_URL: undefined } } }), /DATABASE_URL/],
    ['no tools', 'Client tools', () => ({ run: { env: { PGSAFE_PG_BIN: '/nowhere' } } }), /PGSAFE_PG_BIN/],
    ['a bad setting', 'Configuration', () => ({ run: { env: { BACKUP_RETENTION_DAYS: '-1' } } }), /\w/],
    [
      'a store that is a link',
      'Store',
      (project) => {
        symlinkSync('/tmp', join(project.directory, 'link'))
        return { flags: ['--dir', 'link'] }
      },
      /--dir/,
    ],
  ])('ends with 3 for %s, under "%s", with the remedy', async (_what, title, make, remedy) => {
    const project = await createProject()
    const { run = {}, flags = [] } = make(project)
    const { exitCode, find } = await examine(project, run, ...flags)
    expect(exitCode).toBe(3)
    expect(find(title)?.status).toBe('fail')
    expect(find(title)?.remedy).toMatch(remedy)
    const people = await project.pgsafe(['doctor', ...flags], run)
    expect(people).toMatchObject({
      exitCode: 3,
      stdout: expect.stringMatching(/✖ [^]*→ .*[^]*would stop a backup\.\n$/),
    })
  })

  it('looks at the tools even when nothing else can be looked at', async () => {
    const project = await createProject()
    const { find } = await examine(project, { env: { DATABASE_URL: undefined } })
    expect(find('Client tools')?.detail).toMatch(/pg_dump/)
  })

  it('warns of tools with known holes, naming the version to update to', async () => {
    const project = await createProject()
    const tools = fakeTools('exec "$real" "$@"')
    const script = join(tools.directory, 'pg_dump')
    for (const name of ['psql', 'pg_restore', 'pg_dump']) {
      const old = readFileSync(script, 'utf8').replace(
        'exec "$real" --version',
        `echo '${name} (PostgreSQL) 15.1'; exit`,
      )
      execFileSync('rm', ['-f', join(tools.directory, name)])
      writeFileSync(join(tools.directory, name), old.replace(/\/pg_dump'/, `/${name}'`), { mode: 0o755 })
    }
    const { exitCode, find } = await examine(project, { env: { PGSAFE_PG_BIN: tools.directory } })
    expect(exitCode).toBe(0)
    expect(find('Client tools')).toMatchObject({ status: 'warn', remedy: expect.stringMatching(/update to 15\.\d+/) })
  })

  it('warns of what this role could not bring back, before anybody relies on it', async () => {
    const project = await createProject()
    const stranger = `stranger_${randomSuffix()}`
    await onServer(`CREATE ROLE ${stranger}`)
    await project.database.query(`CREATE TABLE theirs (i int); ALTER TABLE theirs OWNER TO ${stranger}`)
    const { find } = await examine(project)
    await project.database.query(`DROP TABLE theirs; DROP ROLE ${stranger}`)
    expect(find('Restorable by this role')).toMatchObject({ status: 'warn', detail: expect.stringContaining(stranger) })
    expect(find('Restorable by this role')?.remedy).toMatch(/\w/)
  })

  it('shows databases that a killed restore left on the server', async () => {
    const project = await createProject()
    const left = `pgsafe_side_${randomSuffix()}`
    await onServer(`CREATE DATABASE ${left} OWNER ${quoteIdentifier(project.role.name)}`)
    const { checks } = await examine(project)
    expect(checks.find(({ detail }) => detail.includes(left))).toMatchObject({
      status: 'warn',
      remedy: expect.stringContaining(`dropdb ${left}`),
    })
  })

  it('shows damaged backups, and a lock that another run holds', async () => {
    const project = await createProject()
    const { path, file } = await project.backup()
    truncateSync(path, 5)
    const { find } = await examine(project)
    expect(find('Damaged backup')).toMatchObject({ status: 'warn', detail: expect.stringContaining(file) })
    expect(find('Lock')?.detail).toBe('free')
  })

  it('notices when git would add the backups', async () => {
    const project = await createProject()
    execFileSync('git', ['init', '-q'], { cwd: project.directory })
    expect((await examine(project)).find('Kept out of git')).toMatchObject({
      status: 'ok',
      detail: expect.stringContaining('will be'),
    })
    await project.backup()
    expect((await examine(project)).find('Kept out of git')).toMatchObject({ status: 'ok', detail: 'yes' })
    writeFileSync(join(project.store, '.gitignore'), '')
    const { find, exitCode } = await examine(project)
    expect(exitCode).toBe(0)
    expect(find('Kept out of git')).toMatchObject({ status: 'warn', remedy: expect.stringContaining('.gitignore') })
  })
})
