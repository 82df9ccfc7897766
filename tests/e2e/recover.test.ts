import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { killAfter } from '../support/kill-after.ts'
import { createProjectOnOwnServer } from '../support/own-server.ts'
import { createProject, type Project } from '../support/project.ts'
import { onServer } from '../support/test-database.ts'

const journals = ({ store }: Project) => readdirSync(join(store, '.pgsafe/journal'))

const ours = async (project: Project, kind: 'side' | 'old' | 'verify') =>
  (await project.databases()).filter((name) => name.startsWith(`pgsafe_${kind}_`))

/** A backup, and a database that has changed since. */
async function changedProject() {
  const project = await createProject()
  // A new database lacks it, so that it has to be set.
  await onServer(`ALTER DATABASE "${project.database.name}" SET work_mem = '9MB'`)
  await project.backup()
  const saved = await project.database.fingerprint()
  await project.query('DELETE FROM orders; CREATE TABLE litter ()')
  return { project, saved, changed: await project.database.fingerprint() }
}

async function killed(project: Project, args: readonly string[], sql: string): Promise<void> {
  const point = killAfter(project, sql)
  expect(await project.pgsafe(args, { env: point.env })).toMatchObject({ signal: 'SIGKILL' })
  expect(point.happened()).toBe(true)
}

const restore = ['restore', '--latest', '--yes']
const analyzed = `SELECT count(*) FROM pg_stats WHERE tablename = 'orders'`

describe('recover', () => {
  it('has one line to say when there is nothing to do', async () => {
    // Half-built databases of tests beside this one would be something to do.
    const project = await createProjectOnOwnServer()
    const outcome = await project.pgsafe(['recover'])
    expect(outcome).toMatchObject({ exitCode: 0, stdout: '' })
    expect(outcome.stderr.trim().split('\n')).toEqual([
      'Nothing to recover: no interrupted run has left anything behind.',
    ])
    expect(existsSync(project.store)).toBe(false)
  })

  it.each([
    ['its side database was made', 'CREATE DATABASE'],
    ['the backup was loaded into it', 'PostgreSQL database dump complete'],
    ['it had got its owner', 'ALTER DATABASE .* OWNER TO'],
  ])('rolls back a restore that was killed when %s', async (_when, sql) => {
    const { project, changed } = await changedProject()
    await killed(project, restore, sql)
    expect(await ours(project, 'side')).toHaveLength(1)
    expect((await project.pgsafe(['recover', '--dry-run'])).stderr).toContain('was interrupted before its swap')
    expect(await ours(project, 'side')).toHaveLength(1)
    const recovered = await project.pgsafe(['recover', '--json'])
    expect(JSON.parse(recovered.stdout)).toMatchObject({ recovered: { runs: [{ outcome: 'rolled-back' }] } })
    expect(await ours(project, 'side')).toEqual([])
    expect(journals(project)).toEqual([])
    expect(await project.database.fingerprint()).toEqual(changed)
    // Not by its words: half-built databases of tests beside this one would be among them.
    const again = await project.pgsafe(['recover', '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ recovered: { files: [], runs: [], dropped: [], open: [] } })
  })

  it.each([
    ['the server had swapped the databases', 'RENAME TO'],
    ['the kept database had got its label', 'COMMENT ON DATABASE "pgsafe_old_'],
    ['statistics had been gathered', '^ANALYZE'],
  ])('finishes a restore that was killed when %s, and undo still works', async (_when, sql) => {
    const { project, saved, changed } = await changedProject()
    await killed(project, restore, sql)
    expect(await project.database.fingerprint()).toEqual(saved)
    const recovered = await project.pgsafe(['recover'])
    // Once: the report says it, and nobody else.
    expect(recovered.stderr.split('was interrupted after its swap, and is complete now')).toHaveLength(2)
    expect(Number(await project.query(analyzed))).toBeGreaterThan(0)
    expect(journals(project)).toEqual([])
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(changed)
    expect(await project.pgsafe(restore)).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(saved)
  })

  it.each([
    ['before its swap', 'COMMENT ON DATABASE "pgsafe_old_', 'restored'],
    ['after its swap', 'RENAME TO', 'changed'],
  ] as const)('brings an undo to an end that was killed %s; the next undo needs no help', async (_when, sql, holds) => {
    const { project, saved, changed } = await changedProject()
    expect(await project.pgsafe(restore)).toMatchObject({ exitCode: 0 })
    await killed(project, ['undo', '--yes'], sql)
    const [now, other] = holds === 'changed' ? [changed, saved] : [saved, changed]
    expect(await project.database.fingerprint()).toEqual(now)
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(other)
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(now)
    expect(journals(project)).toEqual([])
  })

  it.each([
    ['backup', ['backup', '--auto']],
    ['diff', ['diff']],
    ['protect', ['protect', '--yes']],
    ['prune that connects', ['prune', '--yes']],
    ['verify --restore', ['verify', '--restore']],
  ])('is done by the next %s as well', async (command, args) => {
    const { project } = await changedProject()
    // So that something is kept on the server.
    if (args[0] === 'prune') expect(await project.pgsafe(restore)).toMatchObject({ exitCode: 0 })
    await killed(project, restore, 'CREATE DATABASE')
    const { exitCode, stderr } = await project.pgsafe(args)
    expect({ command, exitCode }).toEqual({ command, exitCode: 0 })
    expect(stderr).toContain('was interrupted before its swap')
    expect(await ours(project, 'side')).toEqual([])
    expect(journals(project)).toEqual([])
  })

  it('is only announced by commands that do not connect, and by a dry run', async () => {
    const { project } = await changedProject()
    const { id } = await project.backup()
    await killed(project, restore, 'CREATE DATABASE')
    const nobody = { env: { DATABASE_URL: project.url.replace(/:\d+\//, ':1/') } }
    for (const args of [['list'], ['verify', id], ['pin', id], ['unpin', id], ['undo', '--list']]) {
      const { exitCode, stderr } = await project.pgsafe(args, nobody)
      expect({ args, exitCode }).toEqual({ args, exitCode: 0 })
      expect(stderr).toMatch(
        /the restore of .* was interrupted: the next backup, guard, restore or undo brings it to an end/,
      )
    }
    expect(await project.pgsafe(['protect', '--dry-run'])).toMatchObject({ exitCode: 0 })
    expect(await ours(project, 'side')).toHaveLength(1)
    expect(journals(project)).toHaveLength(1)
  })

  it('closes what a killed guard had begun, and undo brings the state before its command back', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const wreck = project.write('wreck.sh', `psql "$DATABASE_URL" -qc 'DROP TABLE orders CASCADE' && kill -9 $PPID`)
    expect(await project.pgsafe(['guard', '--confirm', project.database.name, '--', 'sh', wreck])).toMatchObject({
      signal: 'SIGKILL',
    })
    expect(journals(project)).toHaveLength(1)
    expect((await project.pgsafe(['recover'])).stderr).toContain('pgsafe undo brings')
    expect(journals(project)).toEqual([])
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('asks before it drops a half-built database that it knows nothing of', async () => {
    const project = await createProject()
    const stray = 'pgsafe_side_0123456789'
    await project.query(`CREATE DATABASE ${stray}`)
    const asked = await project.pgsafe(['recover'])
    expect(asked).toMatchObject({ exitCode: 0 })
    expect(asked.stderr).toContain(stray)
    expect(await ours(project, 'side')).toEqual([stray])
    expect(await project.pgsafe(['recover', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await ours(project, 'side')).toEqual([])
  })

  it('removes the partial files of a killed backup', async () => {
    const project = await createProject()
    await project.backup()
    writeFileSync(join(project.store, '.pgsafe/shop.sql.0123456789.partial'), 'half')
    expect((await project.pgsafe(['recover'])).stderr).toContain('1 leftover file in the store')
    expect(readdirSync(join(project.store, '.pgsafe')).filter((name) => name.endsWith('.partial'))).toEqual([])
  })
})
