import { describe, expect, it, onTestFinished } from 'vitest'
import { startThrowawayServer } from '../../src/postgres/throwaway-server.ts'
import { createProject, type Project } from '../support/project.ts'
import { runSql } from '../support/psql.ts'
import { createTestContext } from '../support/test-context.ts'
import { onServer } from '../support/test-database.ts'
import { createTestRole } from '../support/test-role.ts'
import { testServer, urlOf } from '../support/test-server.ts'

/** A project whose role may not restore: no CREATEDB, and a table of somebody else's. */
async function limitedProject() {
  const project = await createProject({ attributes: '' })
  const other = await createTestRole({ attributes: '' })
  await project.database.query(`CREATE SCHEMA theirs AUTHORIZATION "${other.name}"; SET ROLE "${other.name}";
    CREATE TABLE theirs.notes AS SELECT 1 AS id`)
  await project.database.query(`GRANT USAGE ON SCHEMA theirs TO "${project.role.name}";
    GRANT SELECT ON theirs.notes TO "${project.role.name}"`)
  const superuser = await createTestRole({ attributes: 'SUPERUSER' })
  return { project, restoreUrl: urlOf(superuser.at(project.database.name)), superuser }
}

const wreck = (project: Project) => project.query('DROP VIEW totals; DROP TABLE orders')

describe('restoreUrl', () => {
  it('restores and undoes what the role itself could not; everything belongs to whom it did', async () => {
    const { project, restoreUrl, superuser } = await limitedProject()
    const env = { PGSAFE_RESTORE_URL: restoreUrl }
    const guarded = ['guard', '--confirm', project.database.name, '--', 'true']
    const refused = await project.pgsafe(guarded)
    expect(refused.exitCode).toBe(125)
    expect(refused.stderr).toContain('not brought back by this role')
    expect(await project.pgsafe(guarded, { env })).toMatchObject({ exitCode: 0 })
    const before = await project.database.fingerprint()
    await wreck(project)
    const restored = await project.pgsafe(['restore', '--latest', '--yes'], { env })
    expect(restored).toMatchObject({ exitCode: 0 })
    if (testServer().engine === 'local')
      expect(restored.stderr).toMatch(/Space on the server: about [\d.]+ [KM]B needed, [\d.]+ [MGT]B free\n/)
    expect(restored.stdout + restored.stderr).not.toContain(superuser.at('x').password)
    expect(await project.database.fingerprint()).toEqual(before)
    expect(await project.pgsafe(['undo', '--yes'], { env })).toMatchObject({ exitCode: 0 })
    expect(await project.pgsafe(['undo', '--yes'], { env })).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
    expect(await project.pgsafe(['verify', '--restore'], { env })).toMatchObject({ exitCode: 0 })
    expect((await project.pgsafe(['doctor'], { env })).stdout).toContain(`Restores as: ${superuser.name} (superuser)`)
    for (const name of await project.databases()) {
      if (name !== project.database.name) await onServer(`DROP DATABASE "${name}"`)
    }
  })

  it('that leads nowhere, or makes no sense, is said before anything is touched and without its secret', async () => {
    const { project } = await limitedProject()
    await project.backup()
    const before = await project.database.fingerprint()
    const nowhere = { PGSAFE_RESTORE_URL: 'postgresql://postgres:hunter2secret@127.0.0.1:1/x' }
    const unreachable = await project.pgsafe(['restore', '--latest', '--yes'], { env: nowhere })
    expect(unreachable.exitCode).toBe(3)
    expect(unreachable.stderr).not.toContain('hunter2secret')
    const senseless = { PGSAFE_RESTORE_URL: 'mysql://root:hunter2secret@x/y' }
    const invalid = await project.pgsafe(['restore', '--latest', '--yes'], { env: senseless })
    expect(invalid.exitCode).toBe(2)
    expect(invalid.stderr).toContain('PGSAFE_RESTORE_URL')
    expect(invalid.stderr).not.toContain('hunter2secret')
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('that leads to another server is refused before anything is touched there or here', async () => {
    const project = await createProject()
    await project.backup()
    const before = await project.database.fingerprint()
    const other = await startThrowawayServer(createTestContext(), {})
    onTestFinished(other.stop)
    const there = { host: other.host, port: other.port, user: other.user, password: other.password }
    // Of the same name, so that nothing but the server tells them apart.
    const wrong = { ...there, database: project.database.name }
    await runSql({ ...there, database: 'postgres' }, `CREATE DATABASE "${wrong.database}"`)
    const env = { PGSAFE_RESTORE_URL: urlOf(wrong) }
    for (const command of [['restore', '--latest'], ['undo']]) {
      const refused = await project.pgsafe([...command, '--yes', '--json'], { env })
      expect(refused).toMatchObject({ exitCode: 4, stdout: expect.stringContaining('leads to another server') })
      expect(refused.stdout + refused.stderr).not.toContain(other.password)
    }
    expect(await project.database.fingerprint()).toEqual(before)
    expect(await runSql(wrong, 'SELECT count(*) FROM pg_database')).toBe('4')
  })
})
