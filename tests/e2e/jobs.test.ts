import { existsSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'
import { onServer } from '../support/test-database.ts'

/** Runs pgsafe and says how many jobs pg_dump and pg_restore were given. */
async function jobsOf(project: Project, args: readonly string[], env: Record<string, string>): Promise<string[]> {
  const record = join(project.directory, 'arguments')
  rmSync(record, { force: true })
  expect(await project.pgsafe(args, { env })).toMatchObject({ exitCode: 0 })
  const lines = existsSync(record) ? readFileSync(record, 'utf8').split('\n') : []
  return lines.flatMap((line) => /^(pg_\w+) .*--jobs=(\d+)/.exec(line)?.slice(1).join(' ') ?? [])
}

it('--jobs reaches pg_dump and pg_restore wherever they can work in parallel, and is chosen when it is left out', async () => {
  const project = await createProject()
  const record = (name: string) => `echo ${name} "$@" >> ${project.directory}/arguments; exec "$real" "$@"`
  const env = replacedPrograms(project.directory, { pg_dump: record('pg_dump'), pg_restore: record('pg_restore') })
  const jobs = (...args: string[]) => jobsOf(project, args, env)
  const cores = availableParallelism()

  // Two tables; with their keys and the foreign key five things to restore.
  expect(await jobs('backup', '--auto', '--format', 'directory')).toEqual([`pg_dump ${Math.min(cores, 2)}`])
  expect(await jobs('verify', '--restore')).toEqual([`pg_restore ${Math.min(cores + 2, 5)}`])
  expect(await jobs('verify', '--restore', '--jobs', '3')).toEqual(['pg_restore 3'])
  expect(await jobs('restore', '--latest', '--yes', '--jobs', '4')).toEqual(['pg_restore 4'])
  expect(await jobsOf(project, ['backup', '--auto', '--format', 'directory'], { ...env, PGSAFE_JOBS: '5' })).toEqual([
    'pg_dump 5',
  ])
  // One connection at a time is all that pg_dump has for a single file; loading it is another matter.
  expect(await jobs('backup', '--auto', '--format', 'custom')).toEqual([])
  expect(await jobsOf(project, ['restore', '--latest', '--yes'], { ...env, PGSAFE_JOBS: '2' })).toEqual([
    'pg_restore 2',
  ])
})

/** Makes an index on each table, whose building calls `body`. */
const withIndexes = (tables: readonly string[], body: string): string => `
  CREATE FUNCTION called(id integer) RETURNS integer IMMUTABLE LANGUAGE plpgsql AS $$ BEGIN ${body} RETURN id; END $$;
  ${tables.map((table) => `CREATE INDEX ${table}_called ON ${table} (called(id)) WHERE id = 1;`).join('\n')}`

const inTheCopy = "current_database() LIKE 'pgsafe\\_side\\_%'"

it('a plain restore builds indexes several at once, and the copy is the same', async () => {
  const project = await createProject()
  await project.query(withIndexes(['orders', 'customers'], `IF ${inTheCopy} THEN PERFORM pg_sleep(3); END IF;`))
  const before = await project.database.fingerprint()
  await project.backup('--compress')
  await project.query('DROP TABLE orders CASCADE')
  const restoring = project.pgsafe(['restore', '--latest', '--yes', '--jobs', '2'])
  const building = `SELECT count(*) FROM pg_stat_activity WHERE datname LIKE 'pgsafe\\_side\\_%' AND query LIKE 'CREATE INDEX%'
    AND state = 'active' AND backend_type = 'client backend' AND usename = '${project.role.name}'`
  await expect.poll(() => onServer(building), { timeout: 60_000, interval: 100 }).toBe('2')
  expect(await restoring).toMatchObject({ exitCode: 0 })
  expect(await project.database.fingerprint()).toEqual(before)
})

it('an index that cannot be built ends the restore, and leaves everything as it was', async () => {
  const project = await createProject()
  await project.query(withIndexes(['orders', 'customers'], `IF ${inTheCopy} THEN RAISE 'not here'; END IF;`))
  await project.backup()
  const before = await project.database.fingerprint()
  const { exitCode, stderr } = await project.pgsafe(['restore', '--latest', '--yes', '--jobs', '2'])
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 6 })
  expect(stderr).toContain('not here')
  expect(await project.database.fingerprint()).toEqual(before)
  expect(await project.databases()).toEqual([project.database.name])
})
