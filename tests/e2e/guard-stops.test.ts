import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'
import type { PgsafeOutcome, PgsafeRun } from '../support/run-pgsafe.ts'
import { createTestRole } from '../support/test-role.ts'
import { onServer } from '../support/test-database.ts'
import { urlOf } from '../support/test-server.ts'

interface Failure {
  readonly why: string
  readonly code: string
  /** Breaks something; returns what the run needs besides. */
  readonly prepare: (project: Project) => Promise<{ args?: string[]; run?: Partial<PgsafeRun> }>
}

const failures: readonly Failure[] = [
  {
    why: 'no database is named',
    code: 'no-database-url',
    prepare: async () => ({ run: { env: { DATABASE_URL: undefined } } }),
  },
  {
    why: 'the URL is ambiguous',
    code: 'invalid-url',
    prepare: async () => ({ run: { env: { DATABASE_URL: 'postgresql://u:p@ss@h/x' } } }),
  },
  {
    why: 'the configuration is wrong',
    code: 'invalid-config',
    prepare: async (project) => {
      project.write('.pgsaferc', '{"retention": {"dayz": 3}}')
      return {}
    },
  },
  {
    why: 'the password is wrong',
    code: 'authentication-failed',
    prepare: async ({ at }) => ({ run: { env: { DATABASE_URL: urlOf({ ...at, password: 'no' }) } } }),
  },
  {
    why: 'no server answers',
    code: 'connection-refused',
    prepare: async ({ at }) => ({ run: { env: { DATABASE_URL: urlOf({ ...at, port: 1 }) } } }),
  },
  {
    why: 'the database is missing',
    code: 'database-missing',
    prepare: async ({ at }) => ({ run: { env: { DATABASE_URL: urlOf({ ...at, database: 'no_such_database' }) } } }),
  },
  { why: 'consent is missing', code: 'consent-needed', prepare: async () => ({ args: [] }) },
  { why: 'another name is confirmed', code: 'refused', prepare: async () => ({ args: ['--confirm', 'another'] }) },
  {
    why: 'the folder cannot be created',
    code: 'store-unwritable',
    prepare: async (project) => {
      project.write('file', '')
      return { args: ['--yes', '--dir', 'file/backups'] }
    },
  },
  {
    why: 'the folder is a link',
    code: 'store-unwritable',
    prepare: async (project) => {
      mkdirSync(join(project.directory, 'real'))
      symlinkSync(join(project.directory, 'real'), project.store)
      return {}
    },
  },
  {
    why: 'a table is locked',
    code: 'database-busy',
    prepare: async (project) => {
      await project.query('CREATE TABLE locked ()')
      void project
        .query('BEGIN; LOCK TABLE locked; SELECT pg_sleep(60)')
        .catch((error: Error) => expect(error.message).toContain('terminating'))
      const isLocked = `SELECT count(*) > 0 FROM pg_locks WHERE mode = 'AccessExclusiveLock' AND relation = 'locked'::regclass`
      await expect.poll(() => project.query(isLocked), { timeout: 20_000 }).toBe('t')
      return { args: ['--yes', '--lock-wait-timeout', '1'] }
    },
  },
  {
    why: 'a table may not be read',
    code: 'insufficient-rights',
    prepare: async (project) => {
      await project.database.query('CREATE TABLE secret ()')
      return {}
    },
  },
  {
    why: 'it could not be restored by this role',
    code: 'insufficient-rights',
    prepare: async (project) => {
      const reader = await createTestRole()
      await onServer(`GRANT pg_read_all_data TO "${reader.name}"`)
      return { run: { env: { DATABASE_URL: urlOf(reader.at(project.database.name)) } } }
    },
  },
  {
    why: 'flaw 1 and 2: pg_dump fails half-way',
    code: 'backup-failed',
    prepare: async (project) => ({
      run: { env: replacedPrograms(project.directory, { pg_dump: `"$real" "$@" | head -c 3000\nexit 1` }) },
    }),
  },
  {
    why: 'flaw 1 and 2: pg_dump is killed half-way',
    code: 'backup-failed',
    prepare: async (project) => ({
      run: { env: replacedPrograms(project.directory, { pg_dump: `"$real" "$@" | head -c 3000\nkill -9 $$` }) },
    }),
  },
  {
    why: 'flaw 1 and 2: pg_dump stops half-way and says that all is well',
    code: 'backup-failed',
    prepare: async (project) => ({
      run: { env: replacedPrograms(project.directory, { pg_dump: `"$real" "$@" | head -c 3000\nexit 0` }) },
    }),
  },
  {
    why: 'pg_dump writes nothing',
    code: 'backup-failed',
    prepare: async (project) => ({ run: { env: replacedPrograms(project.directory, { pg_dump: `exit 0` }) } }),
  },
  {
    why: "PostgreSQL's programs are missing",
    code: 'tools-missing',
    prepare: async (project) => ({ run: { env: { PGSAFE_PG_BIN: project.directory, PATH: project.directory } } }),
  },
]

async function runGuarded(project: Project, failure: Failure): Promise<PgsafeOutcome> {
  const { args = ['--yes'], run = {} } = await failure.prepare(project)
  return project.pgsafe(
    ['guard', '--json', ...args, '--', process.execPath, '-e', `require('fs').writeFileSync('sentinel', '')`],
    run,
  )
}

describe('flaw 2: the command does not run, and guard ends with 125, when', () => {
  it.each(failures)('$why', async (failure) => {
    const project = await createProject()
    const { exitCode, stdout } = await runGuarded(project, failure)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: failure.code } })
    expect(exitCode).toBe(125)
    expect(existsSync(join(project.directory, 'sentinel'))).toBe(false)
    const left = existsSync(project.store) ? readdirSync(project.store).filter((name) => /\.(sql|dump)/.test(name)) : []
    expect(left).toEqual([])
  })

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
    const { exitCode, stdout } = await runGuarded(project, { why: '', code: '', prepare: async () => ({}) })
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'locked' } })
    expect(exitCode).toBe(125)
    expect(existsSync(join(project.directory, 'sentinel'))).toBe(false)
    kill?.()
    expect(await holder).toMatchObject({ exitCode: 143 })
  })

  it('a dry run asks for nothing, and ends with 0', async () => {
    const project = await createProject()
    const outcome = await project.pgsafe(['guard', '--dry-run', '--', 'touch', 'sentinel'])
    expect(outcome).toMatchObject({ exitCode: 0 })
    expect(existsSync(join(project.directory, 'sentinel'))).toBe(false)
    expect(existsSync(project.store) ? readdirSync(project.store) : []).not.toContainEqual(
      expect.stringMatching(/\.sql/),
    )
  })
})
