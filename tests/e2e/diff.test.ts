import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'

interface DiffDocument {
  readonly same: boolean
  /** null: another test wrote to the server while the backup was made. */
  readonly total: { lost: number; rowsBefore: number; someChanged: boolean } | null
  readonly rows: { before: number; after: number }
  readonly tables: { name: string; kind: string; before: number | null; after: number | null }[]
  readonly objects: {
    kind: string
    type: string
    name: string
    before: string | null
    after: string | null
    lines: { sign: string; line: string }[]
    partOf: string | null
  }[]
}

async function diff(project: Project, ...args: string[]): Promise<DiffDocument> {
  const { exitCode, stdout, stderr } = await project.pgsafe(['diff', '--json', ...args])
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
  return (JSON.parse(stdout) as { diff: DiffDocument }).diff
}

const changeEverything = `
  ALTER TABLE customers ADD phone text;
  CREATE INDEX orders_customer ON orders (customer);
  CREATE OR REPLACE FUNCTION greet(who text) RETURNS text LANGUAGE sql AS $$ SELECT 'hello ' || who $$;
  CREATE TABLE audit (id integer PRIMARY KEY, what text);
  CREATE INDEX audit_what ON audit (what);
  GRANT SELECT ON orders TO public;
  DROP VIEW totals;
  INSERT INTO audit SELECT n, 'x' FROM generate_series(1, 4) n;
  DELETE FROM orders WHERE id > 990`

describe('diff', () => {
  it.each(['plain', 'custom', 'directory'])('finds nothing right after a backup (%s)', async (format) => {
    const project = await createProject({ fixture: 'shop' })
    await project.backup('--format', format)
    expect(await diff(project)).toMatchObject({ same: true, tables: [], objects: [] })
    const { stdout } = await project.pgsafe(['diff'])
    expect(stdout).toMatch(/is as in .*: [\d,]+ rows(, none of them changed)?, the same schema\./)
  })

  it.each(['plain', 'custom', 'directory'])('finds rows and every kind of definition (%s)', async (format) => {
    const project = await createProject()
    await project.backup('--format', format)
    await project.query(changeEverything)
    const { same, rows, tables, objects } = await diff(project)
    expect({ same, rows }).toEqual({ same: false, rows: { before: 1200, after: 1194 } })
    expect(tables).toMatchObject([
      { name: 'orders', kind: 'shrunk', before: 1000, after: 990 },
      { name: 'audit', kind: 'created', before: null, after: 4 },
    ])
    const found = objects.map(({ kind, type, name, partOf }) => `${kind} ${type} ${name} (${partOf ?? 'alone'})`)
    expect(found.toSorted()).toEqual(
      [
        'changed FUNCTION greet(text) (alone)',
        'changed TABLE customers (alone)',
        'created ACL TABLE orders (alone)',
        'created CONSTRAINT audit audit_pkey (audit)',
        'created INDEX audit_what (audit)',
        'created INDEX orders_customer (alone)',
        'created TABLE audit (alone)',
        'dropped VIEW totals (alone)',
      ].toSorted(),
    )
    expect(objects.find(({ name }) => name === 'customers')?.lines).toEqual([{ sign: '+', line: '    phone text' }])
    expect(objects.find(({ name }) => name === 'totals')).toMatchObject({ after: null })
  })

  it('fits one screen for people, and ends with 1 only when asked to', async () => {
    const project = await createProject()
    const { id } = await project.backup()
    await project.query(changeEverything)
    const { exitCode, stdout } = await project.pgsafe(['diff', id])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/Rows: 1,200 rows → 1,194 rows/)
    expect(stdout).toMatch(/public\.orders +1,000 rows +→ +990 rows/)
    expect(stdout).toContain('Schema: 1 dropped, 2 changed, 5 created')
    expect(stdout).toContain('+ table public.audit and 2 parts of it')
    expect(stdout).toMatch(/~ table public\.customers\n +\+ phone text/)
    expect(stdout).toMatch(/- view public\.totals/)
    expect(stdout).toContain(`pgsafe restore --id ${id}`)
    expect(await project.pgsafe(['diff', '--exit-code'])).toMatchObject({ exitCode: 1 })
    await project.pgsafe(['restore', '--latest', '--yes'])
    expect(await project.pgsafe(['diff', '--exit-code'])).toMatchObject({ exitCode: 0 })
  })

  it('tells how many of the rows of then are lost or changed, also behind as many new ones', async () => {
    const project = await createProject()
    await backUpQuietly(project)
    expect(await diff(project)).toMatchObject({ same: true, total: { lost: 0 } })
    await project.query(`UPDATE orders SET total = 0 WHERE id <= 5; DELETE FROM orders WHERE id > 990;
      INSERT INTO orders (customer, total) SELECT 1, n FROM generate_series(1, 10) n`)
    const { same, tables, total } = await diff(project)
    expect(same).toBe(false)
    expect(tables).toMatchObject([{ name: 'orders', kind: 'changed', before: 1000, after: 1000, lost: 15, added: 15 }])
    expect(total).toMatchObject({ lost: 15, rowsBefore: 1200, someChanged: true })
    const { stdout } = await project.pgsafe(['diff'])
    expect(stdout).toContain('Lost or changed: 15 of 1,200 rows, in 1 of 2 tables.')
  })

  it('compares only the numbers of rows when the server was written to while the backup was made', async () => {
    const project = await createProject()
    const writing = project.query('SELECT pg_current_xact_id(), pg_sleep(600)').catch(() => 'ended')
    const holders = 'FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL'
    await expect.poll(() => project.database.query(`SELECT count(*) ${holders}`), { timeout: 20_000 }).toBe('1')
    // The one that goes on is older than one that has ended: whose rows would come when, the server does not say.
    await project.query('UPDATE customers SET note = note WHERE id = 1')
    await project.backup()
    await project.database.query(`SELECT pg_terminate_backend(pid) ${holders}`)
    await writing
    await project.query('UPDATE orders SET total = 0 WHERE id <= 5; DELETE FROM customers WHERE id = -1')
    expect(await diff(project)).toMatchObject({ same: true, total: null, tables: [] })
  })

  it('reads the backup to its end: a damaged one is an error, an unknown one another', async () => {
    const project = await createProject()
    const { path } = await project.backup()
    expect(await project.pgsafe(['diff', 'nosuchbackup'])).toMatchObject({ exitCode: 4 })
    writeFileSync(path, '-- nothing', { flag: 'r+' })
    expect(await project.pgsafe(['diff'])).toMatchObject({ exitCode: 7 })
    const empty = await createProject()
    expect(await empty.pgsafe(['diff'])).toMatchObject({ exitCode: 4 })
  })
})

/** Other tests write to the same server: a backup whose moment nobody wrote in comes soon. */
async function backUpQuietly(project: Project): Promise<void> {
  for (let attempt = 0; attempt < 30; attempt += 1) {
    await project.backup()
    if ((await diff(project)).total !== null) return
  }
  throw new Error('somebody wrote to the server during each of 30 backups')
}
