import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { holdSession } from '../support/hold-session.ts'
import { createProject, type Project } from '../support/project.ts'
import { clientProgram, connectionEnvironment } from '../support/psql.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'
import type { PgsafeOutcome } from '../support/run-pgsafe.ts'
import { createTestDatabase, onServer, randomSuffix } from '../support/test-database.ts'
import { testServer } from '../support/test-server.ts'

async function expectUntouched(project: Project, restore: () => Promise<PgsafeOutcome>): Promise<PgsafeOutcome> {
  const [before, databases] = [await project.database.fingerprint(), await project.databases()]
  const outcome = await restore()
  expect(await project.database.fingerprint()).toEqual(before)
  expect(await project.databases()).toEqual(databases)
  expect(readdirSync(join(project.store, '.pgsafe/journal'))).toEqual([])
  return outcome
}

describe('flaw 4: a load that fails', () => {
  it('ends with 6 and the reason, and leaves the database as it was', async () => {
    const project = await createProject()
    const owner = `gone_${randomSuffix()}`
    await onServer(`CREATE ROLE "${owner}"; GRANT "${owner}" TO "${project.role.name}"`)
    await project.query(`CREATE SCHEMA theirs AUTHORIZATION "${owner}"`)
    await project.backup()
    await project.query('DROP SCHEMA theirs; DELETE FROM orders')
    await onServer(`DROP ROLE "${owner}"`)
    const { exitCode, stderr } = await expectUntouched(project, () => project.pgsafe(['restore', '--latest', '--yes']))
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 6 })
    expect(stderr).toContain(`role "${owner}" does not exist`)
    expect(stderr).toContain('--no-owner --no-acl')
    const log = /^Log: +(.+)$/m.exec(stderr)?.[1] ?? ''
    expect(log).toContain('.pgsafe/logs')
    // And the way out that it names works.
    const again = await project.pgsafe(['restore', '--latest', '--yes', '--no-owner', '--no-acl'])
    expect(again).toMatchObject({ exitCode: 0 })
    expect(await project.query('SELECT count(*) FROM orders')).toBe('1000')
  })

  it('of which a row goes missing on the way to the server is noticed by what the server says of each table', async () => {
    const project = await createProject()
    await project.backup()
    const losing = `
read -r first
case "$first" in 'SET synchronous_commit'*) { printf '%s\\n' "$first"; sed -u '/^7\t8\t/d'; } | "$real" "$@"; exit $?;; esac
{ printf '%s\\n' "$first"; cat; } | "$real" "$@"`
    const { exitCode, stderr } = await expectUntouched(project, () =>
      project.pgsafe(['restore', '--latest', '--yes'], { env: replacedPrograms(project.directory, { psql: losing }) }),
    )
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 6 })
    expect(stderr).toContain('public.orders has 999 rows instead of 1000')
  })

  it('is also noticed in a custom backup', async () => {
    const project = await createProject()
    const owner = `gone_${randomSuffix()}`
    await onServer(`CREATE ROLE "${owner}"; GRANT "${owner}" TO "${project.role.name}"`)
    await project.query(`CREATE SCHEMA theirs AUTHORIZATION "${owner}"`)
    await project.backup('--format', 'custom')
    await project.query('DROP SCHEMA theirs')
    await onServer(`DROP ROLE "${owner}"`)
    const { exitCode } = await expectUntouched(project, () => project.pgsafe(['restore', '--latest', '--yes']))
    expect(exitCode).toBe(6)
  })
})

/** Loading takes a while: the function sleeps whenever a row passes the constraint. */
async function slowProject(...backup: string[]): Promise<Project> {
  const project = await createProject()
  await project.query(`
    CREATE FUNCTION slow(n integer) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN true; END $$;
    CREATE TABLE slow_rows (n integer CHECK (public.slow(n)));
    INSERT INTO slow_rows SELECT generate_series(1, 200)`)
  await project.backup(...backup)
  await project.query('DELETE FROM orders')
  return project
}

/** Resolves when rows are being loaded into a side database of this role. */
async function whileLoading({ role }: Project): Promise<void> {
  const loading = `SELECT count(*) FROM pg_stat_activity WHERE usename = '${role.name}' AND datname LIKE 'pgsafe_side%'
    AND state = 'active' AND query ~ '^COPY public.slow_rows'`
  await expect.poll(() => onServer(loading), { timeout: 60_000, interval: 20 }).toBe('1')
}

describe('flaw 3: a restore that is interrupted while it loads', () => {
  it.each([
    ['plain', 'SIGINT', 130],
    ['plain', 'SIGTERM', 143],
    ['plain', 'SIGHUP', 143],
    ['custom', 'SIGINT', 130],
    ['custom', 'SIGTERM', 143],
  ] as const)('(%s, %s) ends with %i, and nothing is changed or left behind', async (format, signal, code) => {
    const project = await slowProject('--format', format)
    let kill: ((signal: NodeJS.Signals) => boolean) | undefined
    const outcome = await expectUntouched(project, async () => {
      const running = project.pgsafe(['restore', '--latest', '--yes'], {
        onStart: (child) => {
          kill = (name) => child.kill(name)
        },
      })
      await whileLoading(project)
      kill?.(signal)
      return running
    })
    expect(outcome.exitCode).toBe(code)
    expect(outcome.stderr).not.toContain('restored successfully')
  })

  it('by SIGKILL leaves the old database; doctor shows what is left, and the next restore clears it away', async () => {
    const project = await slowProject()
    const before = await project.database.fingerprint()
    let kill: (() => boolean) | undefined
    const running = project.pgsafe(['restore', '--latest', '--yes'], {
      onStart: (child) => {
        kill = () => child.kill('SIGKILL')
      },
    })
    await whileLoading(project)
    kill?.()
    expect(await running).toMatchObject({ signal: 'SIGKILL' })
    expect(await project.database.fingerprint()).toEqual(before)
    const [side = ''] = (await project.databases()).filter((name) => name.startsWith('pgsafe_side_'))
    expect(side).not.toBe('')
    const doctor = await project.pgsafe(['doctor'])
    expect(doctor.stdout + doctor.stderr).toMatch(new RegExp(`Interrupted run[^]*phase "building"[^]*${side}`))
    const again = await project.pgsafe(['restore', '--latest', '--yes'])
    expect(again).toMatchObject({ exitCode: 0 })
    expect(again.stderr).toContain(`half-built ${side} dropped`)
    expect(await project.databases()).not.toContain(side)
    expect(readdirSync(join(project.store, '.pgsafe/journal'))).toEqual([])
  })
})

/** A pool as applications have it: whoever is thrown out is back at once. */
function reconnectingClients(project: Project, count: number): void {
  const pool = { open: true, clients: new Set<ChildProcess>() }
  const connect = (): void => {
    if (!pool.open) return
    const psql = spawn(clientProgram('psql'), ['-X', '-q', '-c', 'SELECT pg_sleep(100)'], {
      env: connectionEnvironment(project.at),
      stdio: 'ignore',
    })
    pool.clients.add(psql)
    psql.once('close', () => {
      pool.clients.delete(psql)
      connect()
    })
  }
  for (let n = 0; n < count; n += 1) connect()
  onTestFinished(() => {
    pool.open = false
    for (const client of pool.clients) client.kill('SIGKILL')
  })
}

describe('sessions in the way', () => {
  it('flaw 11: clients that reconnect at once do not stop a restore', async () => {
    const project = await createProject()
    await project.backup()
    await project.query('DELETE FROM orders')
    reconnectingClients(project, 6)
    const connected = `SELECT count(*) FROM pg_stat_activity WHERE datname = '${project.database.name}'`
    await expect.poll(async () => Number(await onServer(connected)), { timeout: 20_000 }).toBeGreaterThanOrEqual(6)
    expect(await project.pgsafe(['restore', '--latest', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.query('SELECT count(*) FROM orders')).toBe('1000')
  })

  it("a superuser's session stops it before anything is touched, and is named", async () => {
    const project = await createProject()
    await project.backup()
    const session = await holdSession(project.database.at)
    const { exitCode, stderr } = await expectUntouched(project, () => project.pgsafe(['restore', '--latest', '--yes']))
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(new RegExp(`pid \\d+ \\(${testServer().user}, ${session.application}\\)[^]*may not end`))
    await onServer(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${session.application}'`,
    )
    await session.ended
  })
})

describe('a role that may not swap databases', () => {
  it('nor restore in place: 3, every reason, and what a superuser runs', async () => {
    const project = await createProject({ attributes: 'NOCREATEDB' })
    await project.backup()
    await project.database.query('CREATE SCHEMA theirs')
    const { exitCode, stderr } = await expectUntouched(project, () => project.pgsafe(['restore', '--latest', '--yes']))
    expect(exitCode).toBe(3)
    expect(stderr).toContain('may not create or rename databases')
    expect(stderr).toContain(`ALTER ROLE "${project.role.name}" CREATEDB`)
  })

  it("on somebody else's database: 3 and whose it is", async () => {
    const project = await createProject()
    const { path } = await project.backup()
    const foreign = await createTestDatabase()
    const { exitCode, stderr } = await expectUntouched(project, () =>
      project.pgsafe(['restore', path, '--to', foreign.name, '--yes']),
    )
    expect(exitCode).toBe(3)
    expect(stderr).toContain(`belongs to ${testServer().user}`)
    await foreign.drop()
  })
})
