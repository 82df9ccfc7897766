import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'
import { runSql } from '../support/psql.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'
import { ageBackup, manifestOf, modeOf } from '../support/stored-backup.ts'
import { onServer, randomSuffix } from '../support/test-database.ts'
import { superuserOf, testServer } from '../support/test-server.ts'

interface RoleProject extends Project {
  /** Owns a table of the project's database. */
  readonly clerk: string
  /** Drops that role and all that it owns. */
  readonly command: readonly string[]
}

async function createRoleProject(): Promise<RoleProject> {
  const project = await createProject({ attributes: 'CREATEDB CREATEROLE' })
  const clerk = `clerk_${randomSuffix()}`
  await project.query(`CREATE ROLE ${clerk} LOGIN PASSWORD 'clerks-secret-77'; GRANT ${clerk} TO "${project.role.name}";
    CREATE SCHEMA desk AUTHORIZATION ${clerk}; SET ROLE ${clerk}; CREATE TABLE desk.letters (id serial, words text);
    INSERT INTO desk.letters (words) SELECT 'dear ' || n FROM generate_series(1, 30) n; RESET ROLE;
    ALTER ROLE ${clerk} SET work_mem = '3MB'`)
  const sql = `DROP OWNED BY ${clerk}; DROP ROLE ${clerk}`
  return { ...project, clerk, command: ['--', 'psql', '-X', project.url, '-c', sql] }
}

const exists = (role: string) => onServer(`SELECT count(*) FROM pg_roles WHERE rolname = '${role}'`)

interface Report {
  readonly guard: { readonly backup: { readonly path: string; readonly roles: string | null } }
}

async function guardRoles(project: RoleProject, run: Parameters<Project['pgsafe']>[1] = {}) {
  const { exitCode, stderr } = await project.pgsafe(
    ['guard', '--yes', '--report', 'report.json', ...project.command],
    run,
  )
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr })
  const report = JSON.parse(readFileSync(join(project.directory, 'report.json'), 'utf8')) as Report
  return { said: stderr.replaceAll(/\s+/g, ' '), backup: report.guard.backup }
}

describe('a command that reaches beyond one database', () => {
  it('is said to, before it runs; the roles are kept, and bring themselves and then the data back', async () => {
    const project = await createRoleProject()
    const before = await project.database.fingerprint()
    const { said, backup } = await guardRoles(project)
    expect(said).toMatch(/This will: .*where its backup does not help: .*roles belong to the whole server.* Running:/)
    expect(said).toMatch(/beside it the server's roles, without their passwords.* Running:/)
    expect(await exists(project.clerk)).toBe('0')
    const path = join(dirname(backup.path), backup.roles ?? '')
    expect(backup.roles).toBe(manifestOf(backup.path).roles)
    expect(modeOf(path)).toBe('600')
    const roles = readFileSync(path, 'utf8')
    expect(roles).toContain(`CREATE ROLE ${project.clerk};`)
    expect(roles).not.toMatch(/PASSWORD|clerks-secret/)
    expect(said).toContain(`psql -d postgres -f ${path}`)
    // Everything but the new role is there already: psql says so and goes on.
    await runSql(superuserOf(testServer(), 'postgres'), `\\set ON_ERROR_STOP 0\n${roles}`)
    expect(await exists(project.clerk)).toBe('1')
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('runs also where the roles cannot be kept, and says what is missing', async () => {
    const project = await createRoleProject()
    const tools = replacedPrograms(project.directory, { pg_dumpall: 'echo "pg_dumpall: error: no" >&2; exit 1' })
    const { said, backup } = await guardRoles(project, { env: tools })
    expect(said).toContain("Warning: the server's roles were not kept (pg_dumpall failed with exit code 1")
    expect(backup.roles).toBeNull()
    expect(await exists(project.clerk)).toBe('0')
  })

  it('is one also when pgsafe reset runs it', async () => {
    const project = await createRoleProject()
    const sql = `DROP OWNED BY ${project.clerk}; DROP ROLE ${project.clerk}`
    project.write('wipe.sql', sql)
    project.write('package.json', JSON.stringify({ scripts: { wipe: `psql -X ${project.url} -f wipe.sql` } }))
    project.write('.pgsaferc', JSON.stringify({ reset: { command: 'npm run wipe' } }))
    const { exitCode, stderr } = await project.pgsafe(['reset', '--yes'])
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr })
    expect(await exists(project.clerk)).toBe('0')
    const [kept = ''] = readdirSync(project.store).filter((name) => name.endsWith('.roles.sql'))
    expect(readFileSync(join(project.store, kept), 'utf8')).toContain(`CREATE ROLE ${project.clerk};`)
  })

  it('keeps no roles for a command that stays within its database; and kept ones go with their backup', async () => {
    const project = await createRoleProject()
    const { backup } = await guardRoles(project)
    const command = ['psql', '-Xq', project.url, '-c', 'DELETE FROM orders']
    expect(await project.pgsafe(['guard', '--yes', '--', ...command])).toMatchObject({ exitCode: 0 })
    const kept = () => readdirSync(project.store).filter((name) => name.endsWith('.roles.sql'))
    expect(kept()).toEqual([backup.roles])
    const { stdout } = await project.pgsafe(['list', '--json'])
    expect((JSON.parse(stdout) as { backups: unknown[] }).backups).toHaveLength(2)
    ageBackup(backup.path, 60)
    expect(await project.pgsafe(['prune', '--yes', '--days', '1'])).toMatchObject({ exitCode: 0 })
    expect(existsSync(backup.path)).toBe(false)
    expect(kept()).toEqual([])
  })
})
