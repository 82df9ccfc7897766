import { describe, expect, it } from 'vitest'
import { compareRows } from '../../../src/domain/compare-rows.ts'
import { countRows } from '../../../src/postgres/count-rows.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { createTestContext } from '../../support/test-context.ts'
import { createTestDatabase } from '../../support/test-database.ts'
import { withTestRole } from '../../support/test-role.ts'

describe('counting rows', () => {
  it('counts every table of the shop exactly, partitions by themselves and under their root', async () => {
    const ctx = createTestContext()
    const shop = await createTestDatabase({ fixture: 'shop' })
    const counts = await withOpenDatabase(ctx, shop.target, (at) => countRows(ctx, at))
    const rows = Object.fromEntries(counts.tables.map(({ schema, name, rows }) => [`${schema}.${name}`, rows]))
    expect(rows).toMatchObject({ 'public.customers': 2000, 'public.order_items': 12_000, 'audit.price_changes': 200 })
    expect(counts.roots).toEqual([{ schema: 'public', name: 'orders', rows: 4000 }])
    expect(counts.tables.filter(({ root }) => root?.name === 'orders').map(({ name }) => name)).toEqual([
      'orders_2024',
      'orders_2025',
      'orders_later',
    ])
    expect(counts.materializedViews).toEqual([{ schema: 'public', name: 'sales_by_country', populated: true }])
    const total = counts.tables.reduce((sum, table) => sum + table.rows, 0)
    expect(counts.tables.length).toBeGreaterThanOrEqual(10)
    expect(total).toBeGreaterThanOrEqual(20_000)
    expect(compareRows(counts.tables, counts)).toEqual({ missing: [], different: [] })
    await shop.drop()
  })

  it('leaves out parents, extension tables, foreign tables and temporary ones, and survives odd names', async () => {
    const ctx = createTestContext()
    const database = await createTestDatabase()
    await database.query(`
      CREATE TABLE parent (id int); CREATE TABLE child () INHERITS (parent);
      INSERT INTO parent SELECT generate_series(1, 3); INSERT INTO child SELECT generate_series(1, 5);
      CREATE TABLE "odd ""name""; \\
--" (id int); INSERT INTO "odd ""name""; \\
--" VALUES (1);
      CREATE SCHEMA "Sch.ema"; CREATE TABLE "Sch.ema"."-x" (id int);
      CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER nowhere FOREIGN DATA WRAPPER nowhere;
      CREATE FOREIGN TABLE far (id int) SERVER nowhere;
      CREATE MATERIALIZED VIEW later AS SELECT * FROM parent WITH NO DATA`)
    const counts = await withOpenDatabase(ctx, database.target, (at) => countRows(ctx, at))
    expect(counts.tables.map(({ schema, name, rows }) => [schema, name, rows])).toEqual([
      ['Sch.ema', '-x', 0],
      ['public', 'child', 5],
      ['public', 'odd "name"; \\\n--', 1],
      ['public', 'parent', 3],
    ])
    expect(counts.uncounted).toEqual([{ schema: 'public', name: 'far', reason: 'foreign' }])
    expect(counts.materializedViews).toEqual([{ schema: 'public', name: 'later', populated: false }])
    await database.drop()
  })

  it('counts 450 tables', async () => {
    const ctx = createTestContext()
    const database = await createTestDatabase()
    await database.query(
      `SELECT format('CREATE TABLE t%s AS SELECT generate_series(1, %s)', n, n % 7) FROM generate_series(1, 450) n \\gexec`,
    )
    const counts = await withOpenDatabase(ctx, database.target, (at) => countRows(ctx, at))
    expect(counts.tables).toHaveLength(450)
    expect(counts.tables.filter(({ name, rows }) => rows !== Number(name.slice(1)) % 7)).toEqual([])
    await database.drop()
  })

  it('refuses to count what row security hides', async () => {
    const ctx = createTestContext()
    await withTestRole({}, async (role) => {
      const database = await createTestDatabase()
      await database.query(`CREATE TABLE secret (id int); ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
        GRANT SELECT ON secret TO ${role.name}`)
      const counting = withOpenDatabase(ctx, role.target(database.name), (at) => countRows(ctx, at))
      await expect(counting).rejects.toMatchObject({ code: 'insufficient-rights' })
      await database.drop()
    })
  })
})
