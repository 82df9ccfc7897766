import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { backupFiles, createProject, type Project } from '../support/project.ts'
import { runSql } from '../support/psql.ts'
import { existingTestDatabase, onServer } from '../support/test-database.ts'

const orders = (project: Project) => project.query('SELECT count(*) FROM orders')

/** A state that can be told apart: so many orders are left. */
const leave = (project: Project, count: number) => project.query(`DELETE FROM orders WHERE id > ${count}`)

const kept = async (project: Project) => (await project.databases()).filter((name) => name.startsWith('pgsafe_old_'))

const commentOf = (database: string) =>
  onServer(`SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '${database}'`)

async function undo(project: Project, ...args: string[]): Promise<void> {
  const { exitCode, stderr } = await project.pgsafe(['undo', '--yes', ...args])
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
}

async function restoredProject() {
  const project = await createProject()
  await project.backup()
  await leave(project, 500)
  await onServer(`COMMENT ON DATABASE "${project.database.name}" IS 'half'`)
  const replaced = await project.database.fingerprint()
  expect(await project.pgsafe(['restore', '--latest', '--yes'])).toMatchObject({ exitCode: 0 })
  const restored = await project.database.fingerprint()
  expect(await orders(project)).toBe('1000')
  return { project, replaced, restored }
}

describe('undo', () => {
  it('puts back what a restore replaced, and a second and third undo go back and forth', async () => {
    const { project, replaced, restored } = await restoredProject()
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(replaced)
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(restored)
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(replaced)
    expect(await kept(project)).toHaveLength(1)
  })

  it('labels what it keeps, for whoever finds it on the server', async () => {
    const { project } = await restoredProject()
    const [name = ''] = await kept(project)
    expect(await commentOf(name)).toBe(
      `kept by pgsafe restore: this was "${project.database.name}". To bring it back: pgsafe undo. Store: ${project.store}`,
    )
  })

  it('puts back what a guarded command destroyed, and a second undo destroys it again', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const wipe = ['psql', project.url, '-qc', 'DROP TABLE orders, customers CASCADE']
    expect(await project.pgsafe(['guard', '--yes', '--', ...wipe])).toMatchObject({ exitCode: 0 })
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(before)
    await undo(project)
    expect(await project.query("SELECT to_regclass('orders')")).toBe('')
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('brings the database back when it was dropped after a restore, and after a guarded dropdb', async () => {
    const { project, replaced } = await restoredProject()
    await project.database.drop()
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(replaced)
    const env = {
      PGHOST: project.at.host,
      PGPORT: String(project.at.port),
      PGUSER: project.at.user,
      PGPASSWORD: project.at.password,
    }
    const guard = await project.pgsafe(['guard', '--yes', '--', 'dropdb', project.database.name], { env })
    expect(guard).toMatchObject({ exitCode: 0 })
    expect(guard.stderr).toContain('The database is gone.')
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(replaced)
  })

  it('lists its steps, newest first, and undoes one by its id', async () => {
    const { project } = await restoredProject()
    await undo(project)
    const { stdout } = await project.pgsafe(['undo', '--list', '--json'])
    const { steps } = JSON.parse(stdout) as { steps: { id: string; kind: string; reverses: string | null }[] }
    expect(steps.map(({ kind }) => kind)).toEqual(['undo', 'restore'])
    expect(steps[0]?.reverses).toBe(steps[1]?.id)
    const human = await project.pgsafe(['undo', '--list'])
    expect(human.stdout).toMatch(/undo, .*\n.*the kept database pgsafe_old_/)
    await undo(project, steps[0]?.id ?? '')
    expect(await orders(project)).toBe('1000')
    const again = await project.pgsafe(['undo', '--yes', 'nosuchstep'])
    expect(again).toMatchObject({ exitCode: 4 })
    expect(again.stderr).toContain('there is no step "nosuchstep" to undo')
  })

  it('needs consent, says nothing to undo with 4, and touches nothing with --dry-run', async () => {
    const { project, restored } = await restoredProject()
    const refused = await project.pgsafe(['undo'])
    expect(refused).toMatchObject({ exitCode: 4 })
    expect(refused.stderr).toContain('--yes')
    expect(await project.pgsafe(['undo'], { env: { SKIP_BACKUP_PROMPT: 'true' } })).toMatchObject({ exitCode: 4 })
    const dry = await project.pgsafe(['undo', '--dry-run', '--json'])
    expect(JSON.parse(dry.stdout)).toMatchObject({ dryRun: true, database: project.database.name })
    expect(await project.database.fingerprint()).toEqual(restored)
    const fresh = await createProject()
    const nothing = await fresh.pgsafe(['undo', '--yes'])
    expect(nothing).toMatchObject({ exitCode: 4 })
    expect(nothing.stderr).toContain('nothing was replaced')
  })
})

describe('what a restore keeps', () => {
  it('is one database; an older one is dumped and verified before it is dropped, and can still be undone to', async () => {
    const { project } = await restoredProject()
    const [first = ''] = await kept(project)
    await leave(project, 10)
    const again = await project.pgsafe(['restore', '--latest', '--yes'])
    expect(again).toMatchObject({ exitCode: 0 })
    expect(again.stderr).toContain(`${first} is no longer kept`)
    expect(await kept(project)).toHaveLength(1)
    expect(await kept(project)).not.toContain(first)
    const { stdout } = await project.pgsafe(['list', '--json'])
    const { backups } = JSON.parse(stdout) as { backups: { reason: string; verification: object | null }[] }
    expect(backups.filter(({ reason }) => reason === 'before-restore')).toMatchObject([{ verification: { level: 1 } }])
    const steps = JSON.parse((await project.pgsafe(['undo', '--list', '--json'])).stdout) as { steps: { id: string }[] }
    await undo(project, steps.steps[1]?.id ?? '')
    expect(await orders(project)).toBe('500')
    expect(await commentOf(project.database.name)).toBe('half')
  })

  it('says what it is also while it is dumped to make room, and afterwards when that is killed', async () => {
    const { project } = await restoredProject()
    const [first = ''] = await kept(project)
    const label = await commentOf(first)
    const locking = `BEGIN; LOCK TABLE orders; SELECT pg_sleep(600)`
    const held = runSql({ ...project.at, database: first }, locking).catch((error: Error) => error.message)
    const sessions = (wait: string) =>
      `FROM pg_stat_activity WHERE datname = '${first}' AND wait_event_type = '${wait}' AND query ~ 'pg_sleep|LOCK TABLE'`
    await expect.poll(() => onServer(`SELECT count(*) ${sessions('Timeout')}`), { timeout: 20_000 }).toBe('1')
    let pid = 0
    const restoring = project.pgsafe(['restore', '--latest', '--yes'], { onStart: (child) => (pid = child.pid ?? 0) })
    await expect.poll(() => onServer(`SELECT count(*) ${sessions('Lock')}`), { timeout: 20_000 }).toBe('1')
    expect(await commentOf(first)).toBe(label)
    process.kill(pid, 'SIGKILL')
    expect(await restoring).toMatchObject({ signal: 'SIGKILL' })
    await onServer(`SELECT pg_terminate_backend(pid) ${sessions('Timeout')}`)
    await held
    expect(await project.pgsafe(['recover'])).toMatchObject({ exitCode: 0 })
    expect(await commentOf(first)).toBe(label)
  })

  it('is brought back by the line that is printed, which repeats what was given on the command line', async () => {
    const project = await createProject()
    const flags = ['--dir', 'kept elsewhere', '--url', project.url.replace(/:[^:@/]+@/, '@')]
    const env = { DATABASE_URL: undefined, PGPASSWORD: decodeURIComponent(new URL(project.url).password) }
    expect(await project.pgsafe(['backup', '--auto', ...flags], { env })).toMatchObject({ exitCode: 0 })
    await leave(project, 500)
    const { stderr } = await project.pgsafe(['restore', '--latest', '--yes', ...flags], { env })
    const line = /To reverse this restore:\n +pgsafe (.*)\n/.exec(stderr)?.[1] ?? stderr
    const words = line.match(/'[^']*'|\S+/g) ?? []
    const args = words.map((word) => word.replaceAll("'", ''))
    expect(args).toEqual(['undo', ...flags.slice(2), '--dir', `${project.directory}/kept elsewhere`])
    expect(await project.pgsafe([...args, '--yes'], { env })).toMatchObject({ exitCode: 0 })
    expect(await orders(project)).toBe('500')
  })

  it('is none with PGSAFE_KEPT_DATABASES=0: a backup takes its place at once, and undo uses that', async () => {
    const project = await createProject()
    await project.backup()
    await leave(project, 500)
    const env = { PGSAFE_KEPT_DATABASES: '0' }
    const restored = await project.pgsafe(['restore', '--latest', '--yes', '--json'], { env })
    expect(restored.stderr).toContain('Of what is there now a backup is made.')
    expect(JSON.parse(restored.stdout)).toMatchObject({ restored: { keptAs: null, undo: 'pgsafe undo' } })
    expect(await kept(project)).toEqual([])
    expect(backupFiles(project)).toHaveLength(2)
    await undo(project)
    expect(await orders(project)).toBe('500')
  })

  it('is nothing with --no-keep: no kept database, no backup, no undo', async () => {
    const project = await createProject()
    await project.backup()
    await leave(project, 500)
    const restored = await project.pgsafe(['restore', '--latest', '--yes', '--no-keep'])
    expect(restored).toMatchObject({ exitCode: 0 })
    expect(restored.stderr).toContain('What is there now will NOT be kept')
    expect(restored.stderr).not.toContain('pgsafe undo')
    expect(await project.databases()).toEqual([project.database.name])
    expect(backupFiles(project)).toHaveLength(1)
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 4 })
  })

  it("is never another store's, nor a database of the same name that somebody else made", async () => {
    const { project } = await restoredProject()
    const [name = ''] = await kept(project)
    const elsewhere = await project.pgsafe(
      ['restore', '--file', backupFiles(project)[0] ?? '', '--dir', 'other', '--yes'],
      {
        cwd: project.directory,
      },
    )
    expect(elsewhere.exitCode).toBe(4)
    await project.backup('--dir', 'other')
    for (const _ of [1, 2]) {
      expect(await project.pgsafe(['restore', '--latest', '--yes', '--dir', 'other'])).toMatchObject({ exitCode: 0 })
    }
    expect(await kept(project)).toContain(name)
    await existingTestDatabase(name).drop()
    await onServer(`CREATE DATABASE "${name}" OWNER "${project.role.name}"`)
    const refused = await project.pgsafe(['undo', '--yes'])
    expect(refused).toMatchObject({ exitCode: 4 })
    expect(refused.stderr).toContain('not kept any more')
    expect(await project.databases()).toContain(name)
    expect(readdirSync(project.store)).not.toEqual([])
  })
})

describe('after the swap', () => {
  it('a failure is a warning, because the data is back', async () => {
    const project = await createProject()
    // ANALYZE runs this, and only then does it fail.
    await project.query(`
      CREATE FUNCTION fails_later(n integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS $$
        BEGIN IF current_database() NOT LIKE 'pgsafe_side%' AND current_query() ~* 'analyze' THEN
          RAISE EXCEPTION 'not now'; END IF; RETURN n; END $$;
      CREATE INDEX ON orders (fails_later(id))`)
    await project.backup()
    await leave(project, 500)
    const { exitCode, stderr } = await project.pgsafe(['restore', '--latest', '--yes'])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr).toMatch(/planner statistics were not gathered[^]*not now[^]*Database restored successfully/)
    expect(await orders(project)).toBe('1000')
    await undo(project)
    expect(await orders(project)).toBe('500')
  })
})
