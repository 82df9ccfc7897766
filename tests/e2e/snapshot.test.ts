import { describe, expect, it } from 'vitest'
import { backupFiles, createProject, type Project } from '../support/project.ts'
import { holdTableLock } from '../support/hold-lock.ts'
import { holdSession } from '../support/hold-session.ts'
import { onServer } from '../support/test-database.ts'

const wipe = (project: Project) => ['psql', project.url, '-qc', 'DROP TABLE orders, customers CASCADE']

const snapshots = async (project: Project) =>
  (await project.databases()).filter((name) => name.startsWith('pgsafe_snap_'))

const orders = (project: Project) => project.query('SELECT count(*) FROM orders')

async function guard(project: Project, engine: string, command: readonly string[], env: Record<string, string> = {}) {
  const outcome = await project.pgsafe(['guard', '--yes', '--engine', engine, '--', ...command], { env })
  expect({ exitCode: outcome.exitCode, stderr: outcome.stderr }).toMatchObject({ exitCode: 0 })
  return outcome
}

async function undo(project: Project, ...args: string[]): Promise<string> {
  const { exitCode, stderr } = await project.pgsafe(['undo', '--yes', ...args])
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
  return stderr
}

/** Everything that a copy of a database lacks. */
async function equippedProject(): Promise<Project> {
  const project = await createProject()
  const { name } = project.database
  const role = project.role.name
  await onServer(`COMMENT ON DATABASE "${name}" IS 'the shop''s own'; ALTER DATABASE "${name}" CONNECTION LIMIT 33;
    ALTER DATABASE "${name}" SET search_path = "$user", public; ALTER ROLE "${role}" IN DATABASE "${name}" SET work_mem = '5MB'`)
  await project.query(`REVOKE CONNECT, TEMPORARY ON DATABASE "${name}" FROM PUBLIC;
    GRANT CONNECT ON DATABASE "${name}" TO pg_monitor WITH GRANT OPTION`)
  return project
}

describe('guard --engine snapshot', () => {
  it('makes no backup, and undo brings every row, owner, grant, comment and setting back, to and fro', async () => {
    const project = await equippedProject()
    const before = await project.database.fingerprint()
    const { stderr } = await guard(project, 'snapshot', wipe(project))
    expect(stderr).toContain('A snapshot will be made first')
    expect(stderr).not.toMatch(/backup will be made|verified backup first/)
    expect(stderr).toMatch(/Lost: 1,200 of 1,200 rows[^]*To bring everything back:\n +pgsafe undo\n/)
    expect(backupFiles(project)).toEqual([])
    expect(await snapshots(project)).toHaveLength(1)
    expect(await undo(project)).toContain('the snapshot pgsafe_snap_')
    expect(await project.database.fingerprint()).toEqual(before)
    expect(await snapshots(project)).toEqual([])
    await undo(project)
    expect(await project.query("SELECT to_regclass('orders')")).toBe('')
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('says whose the snapshot is, and lets nobody in', async () => {
    const project = await createProject()
    await guard(project, 'snapshot', wipe(project))
    const [name = ''] = await snapshots(project)
    const facts = await onServer(
      `SELECT datallowconn, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '${name}'`,
    )
    const id = name.replace('pgsafe_snap_', '')
    const label = `snapshot of "${project.database.name}" by pgsafe guard. To bring it back: pgsafe undo ${id}. Store: ${project.store}`
    expect(facts).toBe(`f|${label}`)
  })

  it('brings the database back when the command drops it', async () => {
    const project = await equippedProject()
    const before = await project.database.fingerprint()
    const { host, port, user, password } = project.at
    const env = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password }
    const { stderr } = await guard(project, 'snapshot', ['dropdb', project.database.name], env)
    expect(stderr).toContain('The database is gone.')
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('reports the snapshot as JSON, with no backup and nothing written since', async () => {
    const project = await createProject()
    const { stderr } = await guard(project, 'snapshot', ['true', '--json'])
    expect(stderr).toContain('was not touched')
    const outcome = await project.pgsafe(['guard', '--yes', '--json', '--engine', 'snapshot', '--', ...wipe(project)])
    const { guard: report } = JSON.parse(outcome.stderr.trim().split('\n').at(-1) ?? '') as { guard: object }
    expect(report).toMatchObject({ backup: null, restore: 'pgsafe undo', snapshot: { rows: 1200, tables: 2 } })
  })

  it('leaves nothing when the command cannot be started', async () => {
    const project = await createProject()
    const outcome = await project.pgsafe(['guard', '--yes', '--engine', 'snapshot', '--', './nosuchprogram'])
    expect(outcome).toMatchObject({ exitCode: 127 })
    expect(await project.databases()).toEqual([project.database.name])
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 4 })
  })

  it('makes a dump instead when others are connected, and says who', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const { application } = await holdSession(project.at)
    const { stderr } = await guard(project, 'snapshot', ['psql', project.url, '-qc', 'DELETE FROM orders'])
    expect(stderr.replaceAll(/\n +/g, ' ')).toMatch(
      new RegExp(`a dump is made instead: .* is in use by ${application} \\(${project.role.name}`),
    )
    expect(backupFiles(project)).toHaveLength(1)
    expect(await snapshots(project)).toEqual([])
    expect(stderr).toMatch(/pgsafe restore --id/)
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('makes a dump instead where the server refuses the copy, or nothing may stay there', async () => {
    const project = await createProject()
    const { stderr } = await guard(project, 'snapshot', wipe(project), { PGSAFE_KEPT_DATABASES: '0' })
    expect(stderr.replaceAll(/\n +/g, ' ')).toContain(
      'a dump is made instead: nothing may stay on the server (PGSAFE_KEPT_DATABASES is 0)',
    )
    expect(backupFiles(project)).toHaveLength(1)
    await undo(project)
    expect(await orders(project)).toBe('1000')
  })
})

describe('guard --engine both', () => {
  it('makes a snapshot and a verified backup; undo takes the snapshot, and the backup when that is gone', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const { stderr } = await guard(project, 'both', wipe(project))
    expect(stderr).toMatch(/The snapshot made before it[^]*The backup made before it[^]*pgsafe undo\n/)
    expect(backupFiles(project)).toHaveLength(1)
    expect(await undo(project)).toContain('the snapshot pgsafe_snap_')
    expect(await project.database.fingerprint()).toEqual(before)
    await guard(project, 'both', wipe(project))
    const [name = ''] = await snapshots(project)
    await onServer(`DROP DATABASE "${name}"`)
    await undo(project)
    expect(await project.database.fingerprint()).toEqual(before)
  })
})

describe('retention of snapshots', () => {
  it('dumps an older one before it is dropped, with all that a copy lacks, and undo goes back to it', async () => {
    const project = await equippedProject()
    const before = await project.database.fingerprint()
    await guard(project, 'snapshot', ['psql', project.url, '-qc', 'DELETE FROM orders WHERE id > 500'])
    const [first = ''] = await snapshots(project)
    const { stderr } = await guard(project, 'snapshot', ['psql', project.url, '-qc', 'DELETE FROM orders'])
    expect(stderr).toMatch(new RegExp(`To bring everything back:[^]*${first} is no longer kept`))
    expect(await snapshots(project)).not.toContain(first)
    expect(backupFiles(project)).toHaveLength(1)
    await undo(project, first.replace('pgsafe_snap_', ''))
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('drops an older one at once when a backup of the same moment is whole', async () => {
    const project = await createProject()
    for (const id of [500, 100]) {
      await guard(project, 'both', ['psql', project.url, '-qc', `DELETE FROM orders WHERE id > ${id}`])
    }
    expect(await snapshots(project)).toHaveLength(1)
    expect(backupFiles(project)).toHaveLength(2)
  })

  it('lets nobody in again after the run that dumped an older one was killed', async () => {
    const project = await createProject()
    await guard(project, 'snapshot', ['psql', project.url, '-qc', 'DELETE FROM orders WHERE id > 500'])
    const [first = ''] = await snapshots(project)
    const door = (allow: boolean) => onServer(`ALTER DATABASE "${first}" ALLOW_CONNECTIONS ${String(allow)}`)
    const facts = () =>
      onServer(`SELECT datallowconn, shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '${first}'`)
    const before = await facts()
    await door(true)
    const held = await holdTableLock({ ...project.at, database: first }, 'orders')
    await door(false)
    let pid = 0
    const running = project.pgsafe(['guard', '--yes', '--engine', 'snapshot', '--', 'true'], {
      onStart: (child) => (pid = child.pid ?? 0),
    })
    const waiting = `SELECT count(*) FROM pg_stat_activity WHERE datname = '${first}' AND wait_event_type = 'Lock'`
    await expect.poll(() => onServer(waiting), { timeout: 20_000 }).toBe('1')
    expect(await facts()).toBe(before.replace(/^f/, 't'))
    process.kill(pid, 'SIGKILL')
    expect(await running).toMatchObject({ signal: 'SIGKILL' })
    await held.release()
    const { exitCode, stderr } = await project.pgsafe(['recover'])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr).toContain('it stays, and lets nobody in again')
    expect(await facts()).toBe(before)
    await undo(project, first.replace('pgsafe_snap_', ''))
    expect(await orders(project)).toBe('1000')
  })
})
