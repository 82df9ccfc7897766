import { describe, expect, it } from 'vitest'
import { dropDatabase } from '../../../src/postgres/side-database.ts'
import { swapDatabases } from '../../../src/postgres/swap-databases.ts'
import { holdSession } from '../../support/hold-session.ts'
import type { ProcessRunner } from '../../../src/system/process-runner.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { reconnectingClient } from '../../support/reconnecting-client.ts'
import { superuserOf, testServer } from '../../support/test-server.ts'
import { createTestContext } from '../../support/test-context.ts'
import {
  createTestDatabase,
  existingTestDatabase,
  onServer,
  randomSuffix,
  targetOf,
} from '../../support/test-database.ts'
import { withTestRole } from '../../support/test-role.ts'

const maintenance = () => targetOf(superuserOf(testServer(), 'postgres'))

describe('a swap', () => {
  it('succeeds five times under eight clients that reconnect at once, and no client sees anything half done', async () => {
    const ctx = createTestContext()
    const target = await createTestDatabase()
    await target.query("CREATE TABLE generation AS SELECT 'generation 0' AS g")
    const clients = Array.from({ length: 8 }, () => reconnectingClient(target.at, 'SELECT g FROM generation'))
    const connected = () => onServer(`SELECT count(*) FROM pg_stat_activity WHERE datname = '${target.name}'`)
    const times: number[] = []
    for (let generation = 1; generation <= 5; generation += 1) {
      await expect.poll(async () => Number(await connected()), { timeout: 20_000 }).toBeGreaterThanOrEqual(8)
      const side = await createTestDatabase()
      await side.query(`CREATE TABLE generation AS SELECT 'generation ${generation}' AS g`)
      const keepAs = `pgsafe_old_${randomSuffix()}`
      const { milliseconds } = await withOpenDatabase(ctx, maintenance(), (at) =>
        swapDatabases(ctx, at, { target: target.name, side: side.name, keepAs }),
      )
      times.push(milliseconds)
      expect(await target.query('SELECT g FROM generation')).toBe(`generation ${generation}`)
      const kept = existingTestDatabase(keepAs)
      expect(await kept.query('SELECT g FROM generation')).toBe(`generation ${generation - 1}`)
      await kept.drop()
    }
    await Promise.all(clients.map((client) => client.stop()))
    const seen = new Set(clients.flatMap((client) => [...client.seen]))
    expect([...seen].filter((text) => !/^generation [0-5]$/.test(text))).toEqual([])
    expect(clients.flatMap((client) => client.errors).join('')).not.toContain('relation')
    expect(clients.some((client) => client.errors.join('').includes('terminating connection'))).toBe(true)
    ctx.ui.detail(`swaps took ${times.join(', ')} ms`)
    await target.drop()
  })

  it.each([
    ['a dash', 'rephlo-dev'],
    ['quotes', `it's "quoted"`],
    ['spaces', ' a b '],
    ['Unicode', 'Größe-日本-☃'],
    ['a leading dash', '-d postgres'],
    ['63 bytes', 'x'.repeat(63)],
    ['a newline', 'a\nb'],
    ['a backslash and a percent sign', 'a\\b%20=c'],
    ['the looks of a conninfo', 'host=elsewhere dbname=x'],
    ['the looks of a psql variable', ':name :"x" $1'],
  ])('works with %s in the name', async (_what, start) => {
    const ctx = createTestContext()
    const name = start.length === 63 ? start.slice(10) + randomSuffix() : `${start}${randomSuffix()}`
    const [target, side] = [await createTestDatabase({ name }), await createTestDatabase()]
    await side.query('CREATE TABLE new_one ()')
    const keepAs = `pgsafe_old_${randomSuffix()}`
    await withOpenDatabase(ctx, maintenance(), async (at) => {
      await swapDatabases(ctx, at, { target: name, side: side.name, keepAs })
      expect(await target.query("SELECT to_regclass('new_one')")).toBe('new_one')
      await dropDatabase(ctx, at, name)
      await dropDatabase(ctx, at, keepAs)
    })
    expect(await onServer(`SELECT count(*) FROM pg_database WHERE datname IN ('${side.name}', '${keepAs}')`)).toBe('0')
  })

  it('creates a target that is missing by renaming only the side', async () => {
    const ctx = createTestContext()
    const side = await createTestDatabase()
    const target = existingTestDatabase(`test_${randomSuffix()}`)
    await withOpenDatabase(ctx, maintenance(), (at) =>
      swapDatabases(ctx, at, { target: target.name, side: side.name, keepAs: null }),
    )
    expect(await target.query('SELECT current_database()')).toBe(target.name)
    await target.drop()
  })

  it('ends what a pooler or a monitor keeps open in the new database', async () => {
    const ctx = createTestContext()
    const [target, side] = [await createTestDatabase(), await createTestDatabase()]
    await side.query('CREATE TABLE generation ()')
    const session = await holdSession(side.at)
    await withOpenDatabase(ctx, maintenance(), (at) =>
      swapDatabases(ctx, at, { target: target.name, side: side.name, keepAs: `${target.name}_old` }),
    )
    expect(await session.ended).toContain('terminating connection')
    expect(await target.query("SELECT to_regclass('generation')")).toBe('generation')
    await target.drop()
    await existingTestDatabase(`${target.name}_old`).drop()
  })

  it('leaves the old database in place when the side is not there', async () => {
    const ctx = createTestContext()
    const target = await createTestDatabase({ fixture: 'shop' })
    const before = await target.fingerprint()
    const swap = withOpenDatabase(ctx, maintenance(), (at) =>
      swapDatabases(ctx, at, { target: target.name, side: 'no_such_side', keepAs: 'pgsafe_old_never' }),
    )
    await expect(swap).rejects.toMatchObject({ code: 'restore-failed', hint: expect.stringContaining('is in place') })
    expect(await target.fingerprint()).toEqual(before)
    await target.drop()
  })

  it('leaves the old database in place when a session may not be ended', async () => {
    const ctx = createTestContext()
    await withTestRole({ attributes: 'CREATEDB' }, async (role) => {
      const target = await createTestDatabase({ owner: role.name })
      const side = await createTestDatabase({ owner: role.name })
      const session = await holdSession(target.at)
      const swap = withOpenDatabase(ctx, role.target('postgres'), (at) =>
        swapDatabases(ctx, at, { target: target.name, side: side.name, keepAs: 'pgsafe_old_never' }),
      )
      await expect(swap).rejects.toThrow(/may not end sessions .*: pid \d+ \(postgres\)/)
      const databases = await onServer(
        `SELECT count(*) FROM pg_database WHERE datname IN ('${target.name}', '${side.name}', 'pgsafe_old_never')`,
      )
      expect(databases).toBe('2')
      await Promise.all([target.drop(), side.drop()])
      await session.ended
    })
  })

  it('notices that the server finished the rename after our psql was killed', async () => {
    const ctx = createTestContext()
    let killed = 0
    const start: ProcessRunner['start'] = (file, args, options) => {
      const running = ctx.process.start(file, args, options)
      const write = running.stdin.write.bind(running.stdin)
      running.stdin.write = (text: string) => {
        if (text.includes('RENAME TO')) setTimeout(() => running.kill('SIGKILL'), 500)
        return write(text)
      }
      void running.done.then(({ signal }) => (killed += Number(signal === 'SIGKILL')))
      return running
    }
    await withTestRole({ attributes: 'CREATEDB' }, async (role) => {
      const [target, side] = [
        await createTestDatabase({ owner: role.name }),
        await createTestDatabase({ owner: role.name }),
      ]
      await side.query('CREATE TABLE new_one ()')
      const keepAs = `pgsafe_old_${randomSuffix()}`
      // A superuser's session, which the role may not end, keeps the rename waiting beyond the kill.
      const session = await holdSession(target.at, 2)
      await withOpenDatabase(ctx, role.target('postgres'), (at) =>
        swapDatabases({ ...ctx, process: { ...ctx.process, start } }, at, {
          target: target.name,
          side: side.name,
          keepAs,
        }),
      )
      expect(killed).toBe(1)
      expect(await session.ended).toBe('nothing')
      expect(await target.query("SELECT to_regclass('new_one')")).toBe('new_one')
      await Promise.all([target.drop(), existingTestDatabase(keepAs).drop()])
    })
  })

  it('says so when the role does not own the database', async () => {
    const ctx = createTestContext()
    await withTestRole({ attributes: 'CREATEDB' }, async (role) => {
      const [target, side] = [await createTestDatabase(), await createTestDatabase({ owner: role.name })]
      const swap = withOpenDatabase(ctx, role.target('postgres'), (at) =>
        swapDatabases(ctx, at, { target: target.name, side: side.name, keepAs: 'pgsafe_old_never' }),
      )
      await expect(swap).rejects.toMatchObject({ code: 'insufficient-rights' })
      await Promise.all([target.drop(), side.drop()])
    })
  })

  it('drops a template database with its sessions, and does not mind one that is gone', async () => {
    const ctx = createTestContext()
    const database = await createTestDatabase()
    await onServer(`ALTER DATABASE "${database.name}" IS_TEMPLATE true`)
    const session = await holdSession(database.at)
    await withOpenDatabase(ctx, maintenance(), async (at) => {
      await dropDatabase(ctx, at, database.name)
      await dropDatabase(ctx, at, database.name)
    })
    expect(await session.ended).toContain('terminating connection')
    expect(await onServer(`SELECT count(*) FROM pg_database WHERE datname = '${database.name}'`)).toBe('0')
  })
})
