import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Touched } from '../../src/domain/judge-touched.ts'
import type { TableChange } from '../../src/domain/table-change.ts'
import type { DamageTotal } from '../../src/domain/total-damage.ts'
import { createProjectOnOwnServer } from '../support/own-server.ts'
import { createProject, type Project } from '../support/project.ts'

interface Report {
  readonly touched: Touched
  readonly changes: TableChange[]
  readonly total: DamageTotal
}

async function guardSql(project: Project, ...statements: string[]): Promise<Report> {
  const commands = statements.flatMap((statement) => ['-c', statement])
  return guard(project, 'psql', '-Xq', project.url, ...commands)
}

async function guard(project: Project, ...command: string[]): Promise<Report> {
  const { exitCode, stderr } = await project.pgsafe(['guard', '--yes', '--json', '--quiet', '--', ...command])
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
  const line = stderr.trimEnd().split('\n').at(-1) ?? ''
  return (JSON.parse(line) as { guard: Report }).guard
}

const orders = { schema: 'public', name: 'orders', before: 1000 }

describe('the damage report', () => {
  it('finds five changed rows although their number is the same', async () => {
    const { touched, changes, total } = await guardSql(
      await createProject(),
      'UPDATE orders SET total = 0 WHERE id <= 5',
    )
    expect({ touched, changes }).toMatchObject({
      touched: 'data',
      changes: [{ ...orders, kind: 'changed', after: 1000, lost: 5, added: 5, manner: 'changed' }],
    })
    expect(total).toMatchObject({ lost: 5, rowsBefore: 1200, tablesHit: 1, tablesBefore: 2, someChanged: true })
  })

  it('finds seven deleted rows behind seven new ones', async () => {
    const project = await createProject()
    const insert = 'INSERT INTO orders (customer, total) SELECT 1, n FROM generate_series(1, 7) n'
    const { changes } = await guardSql(project, 'DELETE FROM orders WHERE id <= 7', insert)
    expect(changes).toMatchObject([
      { ...orders, kind: 'changed', after: 1000, lost: 7, added: 7, manner: 'deleted', recreated: false },
    ])
  })

  it('finds every row lost after TRUNCATE and a refill with as many', async () => {
    const project = await createProject()
    const refill = 'INSERT INTO orders (customer, total) SELECT n % 200 + 1, n FROM generate_series(1, 1000) n'
    const { changes } = await guardSql(project, 'TRUNCATE orders', refill, 'VACUUM (FREEZE) orders')
    expect(changes).toMatchObject([{ ...orders, after: 1000, lost: 1000, added: 1000 }])
  })

  it('finds every row lost in a table that was dropped and created again, with as many rows', async () => {
    const project = await createProject()
    const again = 'CREATE TABLE orders AS SELECT n AS id FROM generate_series(1, 1000) n'
    const { touched, changes } = await guardSql(project, 'DROP TABLE orders CASCADE', again)
    expect({ touched, changes }).toMatchObject({
      touched: 'schema',
      changes: [{ ...orders, kind: 'changed', after: 1000, lost: 1000, recreated: true, manner: 'deleted' }],
    })
  })

  it('does not take VACUUM FULL, CLUSTER or a rolled-back DELETE for a loss', async () => {
    const project = await createProject()
    const rolledBack =
      'BEGIN; DELETE FROM customers WHERE id > 190 AND id NOT IN (SELECT customer FROM orders); ROLLBACK'
    const { changes, total } = await guardSql(project, 'VACUUM FULL', 'CLUSTER orders USING orders_pkey', rolledBack)
    expect({ changes, lost: total.lost }).toEqual({ changes: [], lost: 0 })
  })

  it('follows a table to its new name, and sees the one that took the old', async () => {
    const project = await createProject()
    const { changes } = await guardSql(
      project,
      'ALTER TABLE orders RENAME TO sales',
      'CREATE TABLE orders (LIKE sales)',
      'DELETE FROM sales WHERE id <= 3',
    )
    expect(changes).toMatchObject([
      { ...orders, kind: 'shrunk', lost: 3, renamedTo: { schema: 'public', name: 'sales' } },
      { schema: 'public', name: 'orders', kind: 'created', before: null, after: 0 },
    ])
  })

  it('counts all when a session is left behind, and when the database was created again', async () => {
    const project = await createProject()
    const left = await guard(
      project,
      'sh',
      '-c',
      `psql -Xq '${project.url}' -c 'DELETE FROM orders WHERE id <= 9' -c 'SELECT pg_sleep(8)' >/dev/null 2>&1 & sleep 2`,
    )
    expect(left.changes).toMatchObject([{ ...orders, after: 991, lost: 9, added: 0, manner: 'deleted' }])
    const { host, port, user, password } = project.at
    const env = `PGHOST=${host} PGPORT=${String(port)} PGUSER=${user} PGPASSWORD=${password}`
    const name = project.database.name
    const again = await guard(
      project,
      'sh',
      '-c',
      `${env}; export PGHOST PGPORT PGUSER PGPASSWORD; dropdb -f ${name}; createdb ${name}`,
    )
    expect(again).toMatchObject({
      touched: 'recreated',
      changes: [
        { name: 'orders', kind: 'dropped' },
        { name: 'customers', kind: 'dropped' },
      ],
      total: { lost: 1191, rowsBefore: 1191 },
    })
  })

  it('says "unknown", not a number, of what the role may no longer read', async () => {
    const project = await createProject()
    const { changes, total } = await guardSql(
      project,
      'ALTER TABLE orders ENABLE ROW LEVEL SECURITY',
      'UPDATE orders SET total = 1 WHERE id = 1',
      'DELETE FROM orders WHERE id = 2',
      'ALTER TABLE orders FORCE ROW LEVEL SECURITY',
    )
    expect(changes).toMatchObject([{ ...orders, kind: 'unknown', after: null, lost: null }])
    expect(total).toMatchObject({ lost: 0, tablesUnknown: 1 })
  })

  it('folds partitions into their table on the screen, and lists them all in JSON', async () => {
    const project = await createProject()
    await project.query(`
      CREATE TABLE events (id integer, day integer) PARTITION BY LIST (day);
      SELECT format('CREATE TABLE events_%s PARTITION OF events FOR VALUES IN (%s)', n, n) FROM generate_series(1, 30) n \\gexec
      INSERT INTO events SELECT n, n % 30 + 1 FROM generate_series(1, 300) n`)
    const wipe = ['--', 'psql', '-Xq', project.url, '-c', 'DELETE FROM events']
    const { stderr } = await project.pgsafe(['guard', '--yes', '--report', 'report.json', ...wipe])
    expect(stderr).toMatch(/public\.events \(30 partitions\) +300 rows +→ +0 rows +300 lost/)
    expect(stderr).toContain('Lost: 300 of 1,500 rows, in 30 of 32 tables.')
  })

  it('is sure that nothing was touched, also while others write to the server and autovacuum analyses', async () => {
    const project = await createProject()
    const other = await createProject()
    project.write('opaque.sh', `psql -Xq "$ELSEWHERE" -c 'DELETE FROM orders'; psql -Xq "$DATABASE_URL" -c ANALYZE\n`)
    const { exitCode, stderr } = await project.pgsafe(
      ['guard', '--confirm', project.database.name, '--', 'sh', 'opaque.sh'],
      { env: { ELSEWHERE: other.url } },
    )
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr).toMatch(/was not touched: this command may have hit another database/)
  })

  it('is sure of it while an autovacuum worker is at work in the database, whose type the role may not read', async () => {
    const project = await createProjectOnOwnServer({ autovacuum_naptime: '1s' })
    const slow =
      'autovacuum_vacuum_cost_delay = 100, autovacuum_vacuum_cost_limit = 1, autovacuum_vacuum_threshold = 10'
    await project.query(`CREATE TABLE slow (n int) WITH (${slow}); INSERT INTO slow SELECT generate_series(1, 100000)`)
    await project.query('DELETE FROM slow WHERE n % 2 = 0')
    const workers =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = 'shop' AND backend_type = 'autovacuum worker'"
    await expect.poll(() => project.onServer(workers), { timeout: 60_000 }).toBe('1')
    writeFileSync(join(project.directory, 'opaque.sh'), `psql -Xq "$ELSEWHERE" -c 'CREATE TABLE other ()'\n`)
    const { exitCode, stderr } = await project.pgsafe(
      ['guard', '--confirm', 'shop', '--json', '--quiet', '--', 'sh', 'opaque.sh'],
      {
        env: { ELSEWHERE: project.superuserUrl },
      },
    )
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(await project.onServer(workers)).toBe('1')
    expect(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      guard: { touched: 'no', exitCode: 0 },
    })
  }, 120_000)
})
