import { describe, expect, it, onTestFinished } from 'vitest'
import { snapshotDatabaseName } from '../../../src/domain/database-names.ts'
import { sqlLiteral } from '../../../src/domain/sql-text.ts'
import type { Target } from '../../../src/domain/target.ts'
import { allowConnections } from '../../../src/postgres/allow-connections.ts'
import { takeSnapshot, type Snapshot } from '../../../src/steps/take-snapshot.ts'
import type { Context } from '../../../src/system/context.ts'
import { holdSession } from '../../support/hold-session.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { createTestContext } from '../../support/test-context.ts'
import { createTestDatabase, existingTestDatabase, onServer, randomSuffix } from '../../support/test-database.ts'
import { createTestRole } from '../../support/test-role.ts'

async function shop(owner?: string) {
  const source = await createTestDatabase({ fixture: 'shop', ...(owner === undefined ? {} : { owner }) })
  const name = snapshotDatabaseName(randomSuffix())
  onTestFinished(async () => {
    for (const database of [source, existingTestDatabase(name)]) await database.drop()
  })
  const snap = (ctx: Context, target: Target = source.target): Promise<Snapshot> =>
    withOpenDatabase(ctx, target, (database) => takeSnapshot(ctx, database, { name, label: 'a snapshot of a test' }))
  return { source, name, snap }
}

const row = (name: string, column: string) =>
  onServer(`SELECT ${column} FROM pg_database d WHERE datname = ${sqlLiteral(name)}`)

describe('a snapshot', () => {
  it('holds every row, sequence and object of the database, says whose it is, and lets nobody in', async () => {
    const ctx = createTestContext()
    const { source, name, snap } = await shop()
    await onServer(
      `COMMENT ON DATABASE "${source.name}" IS 'the shop'; ALTER DATABASE "${source.name}" SET work_mem = '5MB'`,
    )
    const before = await source.fingerprint()
    const snapshot = await snap(ctx)
    expect(snapshot).toMatchObject({ name, ownTransactions: 2, properties: { comment: 'the shop' } })
    expect(snapshot.properties.settings).toEqual([{ role: null, setting: 'work_mem=5MB' }])
    expect(snapshot.bytes).toBeGreaterThan(1_000_000)
    expect(snapshot.tables).toContainEqual({ schema: 'public', name: 'warehouses', rows: 4 })
    expect(await row(name, "shobj_description(oid, 'pg_database')")).toBe('a snapshot of a test')
    await expect(existingTestDatabase(name).query('SELECT 1')).rejects.toThrow('not currently accepting connections')
    await withOpenDatabase(ctx, source.target, (at) => allowConnections(ctx, at, { database: name, allowed: true }))
    const { properties: _, ...contents } = before
    expect(await existingTestDatabase(name).fingerprint()).toMatchObject(contents)
  })

  it('is not made of a database that others use: it says who, and leaves nothing', async () => {
    const { source, name, snap } = await shop()
    const { application } = await holdSession(source.at)
    await expect(snap(createTestContext())).rejects.toMatchObject({
      code: 'database-busy',
      message: expect.stringContaining(`is in use by ${application} (${source.at.user}`) as string,
    })
    expect(await row(name, '1')).toBe('')
  })

  it('is not made while a prepared transaction waits, nor without the right to create databases', async () => {
    const owner = await createTestRole()
    const { source, name, snap } = await shop(owner.name)
    await expect(snap(createTestContext(), owner.target(source.name))).rejects.toMatchObject({
      code: 'insufficient-rights',
    })
    await source.query(`BEGIN; CREATE TABLE waiting (); PREPARE TRANSACTION '${name}'`)
    await expect(snap(createTestContext())).rejects.toMatchObject({ code: 'database-busy' })
    await source.query(`ROLLBACK PREPARED '${name}'`)
    expect(await row(name, '1')).toBe('')
  })

  it('leaves nothing when it is interrupted while the server copies', async () => {
    const { source, name, snap } = await shop()
    const interrupt = new AbortController()
    // The copy waits for this lock, so that there is time to interrupt it.
    const sleep = `SELECT 'holder of ${name}', pg_sleep(600)`
    const holder = onServer(`BEGIN; COMMENT ON DATABASE "${source.name}" IS 'locked'; ${sleep}`).catch(() => 'ended')
    const doing = (what: string) => `FROM pg_stat_activity WHERE query LIKE ${sqlLiteral(`${what}%`)}`
    const isDoing = (what: string) => () => onServer(`SELECT count(*) ${doing(what)}`)
    await expect.poll(isDoing(sleep), { timeout: 20_000 }).toBe('1')
    const copying = snap(createTestContext({ signal: interrupt.signal })).catch((error: unknown) => error)
    await expect.poll(isDoing(`CREATE DATABASE "${name}"`), { timeout: 20_000 }).toBe('1')
    interrupt.abort(new Error('interrupted by a test'))
    expect(await copying).toMatchObject({ message: 'interrupted by a test' })
    expect(await row(name, '1')).toBe('')
    await onServer(`SELECT pg_terminate_backend(pid) ${doing(sleep)}`)
    expect(await holder).toBe('ended')
  })
})
