import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { beforeLine } from '../support/before-line.ts'
import { killAfter, killBefore, type KillPoint } from '../support/kill-after.ts'
import { createProject, type Project } from '../support/project.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'

/** What tells an in-place restore from a perfect one: names, defaults, other schemas, a type, a trusted extension. */
const more = `CREATE SCHEMA audit; CREATE TYPE audit.mood AS ENUM ('good', 'bad');
  CREATE TABLE audit.log (at timestamptz DEFAULT now(), mood audit.mood, "odd ""name""" text) PARTITION BY RANGE (at);
  CREATE TABLE audit.log_now PARTITION OF audit.log DEFAULT; INSERT INTO audit.log (mood) SELECT 'good' FROM generate_series(1, 50);
  CREATE EXTENSION IF NOT EXISTS citext; CREATE TABLE tags (name citext);
  REVOKE ALL ON SCHEMA public FROM PUBLIC; COMMENT ON SCHEMA audit IS 'it''s all here';
  CREATE PUBLICATION changes FOR TABLE orders;`

/** Its role owns the database and may not create others. */
async function limitedProject(fixture: 'small' | 'empty' = 'small'): Promise<Project> {
  const project = await createProject({ attributes: '', fixture })
  if (fixture === 'small') await project.query(more)
  return project
}

const wreck = `DROP TABLE orders CASCADE; DELETE FROM customers; DROP SCHEMA audit CASCADE; CREATE SCHEMA litter;
  CREATE TABLE litter.t AS SELECT lo_from_bytea(0, '\\xff') AS id; GRANT CREATE ON SCHEMA public TO PUBLIC;`

const restore = ['restore', '--latest', '--yes']

describe.each([[[]], [['--compress']], [['--format', 'custom']], [['--format', 'directory']]])(
  'a restore of %j by a role that may not create databases',
  (flags) => {
    it('replaces everything in place, and undo brings back what was there', async () => {
      const project = await limitedProject()
      await project.backup(...flags)
      const saved = await project.database.fingerprint()
      await project.query(wreck)
      const wrecked = await project.database.fingerprint()
      const { exitCode, stderr } = await project.pgsafe(restore)
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
      expect(stderr).toMatch(/In place: one transaction.*\n.*may not create or rename databases/)
      expect(await project.database.fingerprint()).toEqual(saved)
      expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
      expect(await project.database.fingerprint()).toEqual(wrecked)
      expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
      expect(await project.database.fingerprint()).toEqual(saved)
      expect(await project.databases()).toEqual([project.database.name])
    })
  },
)

describe('an in-place restore', () => {
  it('can be asked for where a swap would be possible', async () => {
    const project = await createProject()
    await project.backup()
    const saved = await project.database.fingerprint()
    await project.query('DELETE FROM orders')
    expect(await project.pgsafe([...restore, '--in-place'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(saved)
    expect(await project.databases()).toEqual([project.database.name])
  })

  it('lets such a role guard a command and undo it', async () => {
    const project = await limitedProject()
    const saved = await project.database.fingerprint()
    const wrecking = project.write('wreck.sh', `psql "$DATABASE_URL" -qc 'DROP TABLE orders CASCADE'`)
    const guarded = ['guard', '--confirm', project.database.name, '--', 'sh', wrecking]
    expect(await project.pgsafe(guarded)).toMatchObject({ exitCode: 0 })
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(saved)
  })

  it('changes nothing when the file is cut off after it was checked', async () => {
    const project = await limitedProject()
    const { path } = await project.backup('--compress')
    await project.query(wreck)
    const wrecked = await project.database.fingerprint()
    const original = readFileSync(path)
    // The last query before the load: the file was checked, and is whole, until then.
    const happened = join(project.directory, 'cut')
    const cutting = beforeLine(
      happened,
      "nspname = 'public'",
      `head -c 700 ${path} > ${happened}; cat ${happened} > ${path}`,
    )
    const cut = replacedPrograms(project.directory, { psql: cutting })
    const outcome = await project.pgsafe(restore, { env: cut })
    expect(statSync(path).size).toBe(700)
    writeFileSync(path, original)
    expect(outcome).toMatchObject({ exitCode: 7 })
    expect(await project.database.fingerprint()).toEqual(wrecked)
    expect((await project.pgsafe(['undo', '--yes'])).exitCode).toBe(4)
  })

  it('changes nothing when a row goes missing on the way to the server', async () => {
    const project = await limitedProject()
    await project.backup()
    await project.query(wreck)
    const wrecked = await project.database.fingerprint()
    const losing = `
read -r first
case "$first" in BEGIN*) { printf '%s\\n' "$first"; sed '/^7\t8\t/d'; } | "$real" "$@"; exit $?;; esac
{ printf '%s\\n' "$first"; cat; } | "$real" "$@"`
    const { exitCode, stderr } = await project.pgsafe(restore, {
      env: replacedPrograms(project.directory, { psql: losing }),
    })
    expect(exitCode).toBe(6)
    expect(stderr).toContain('public.orders has 999 rows instead of 1000')
    expect(await project.database.fingerprint()).toEqual(wrecked)
  })

  it.each([
    ['while it loads', (project) => killAfter(project, 'PostgreSQL database dump complete'), 'new'],
    ['after its backup of the old state', (project) => killBefore(project, "nspname = 'public'"), 'old'],
  ] satisfies [string, (project: Project) => KillPoint, string][])(
    'killed %s leaves one whole state; recover and undo need no help',
    async (_when, at, holds) => {
      const project = await limitedProject()
      await project.backup()
      const saved = await project.database.fingerprint()
      await project.query(wreck)
      const wrecked = await project.database.fingerprint()
      const point = at(project)
      expect(await project.pgsafe([...restore, '--in-place'], { env: point.env })).toMatchObject({ signal: 'SIGKILL' })
      expect(point.happened()).toBe(true)
      expect(await project.database.fingerprint()).toEqual(holds === 'new' ? saved : wrecked)
      expect(await project.pgsafe(['recover'])).toMatchObject({ exitCode: 0 })
      if (holds === 'new') expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
      expect(await project.database.fingerprint()).toEqual(wrecked)
      expect(await project.pgsafe(restore)).toMatchObject({ exitCode: 0 })
      expect(await project.database.fingerprint()).toEqual(saved)
    },
  )

  it('is refused with 3 where it could not be whole: the reason is named and nothing is touched', async () => {
    const project = await limitedProject()
    await project.backup()
    await project.database.query('CREATE SCHEMA theirs; CREATE TABLE theirs.t ()')
    const before = await project.database.fingerprint()
    const { exitCode, stderr } = await project.pgsafe(restore)
    expect(exitCode).toBe(3)
    expect(stderr).toContain('the schema theirs is not')
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('is refused where one transaction would need more locks than the server has', async () => {
    const project = await limitedProject('empty')
    await project.backup()
    await project.query(
      `DO $$ BEGIN FOR n IN 1..900 LOOP EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY)', n); END LOOP; END $$`,
    )
    await project.query(
      `DO $$ BEGIN FOR n IN 901..1800 LOOP EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY)', n); END LOOP; END $$`,
    )
    const { exitCode, stderr } = await project.pgsafe(restore)
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/would need about \d+ locks/)
  })
})
