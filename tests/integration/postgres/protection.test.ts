import { describe, expect, it, onTestFinished } from 'vitest'
import { assertMayProtect, changeProtection, readProtection } from '../../../src/postgres/protection.ts'
import { keepProtection } from '../../../src/steps/keep-protection.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { createTestContext } from '../../support/test-context.ts'
import { createTestDatabase, onServer, type TestDatabase } from '../../support/test-database.ts'
import { withTestRole } from '../../support/test-role.ts'

const mark = '[pgsafe:protected]'

async function createShop(): Promise<TestDatabase> {
  const database = await createTestDatabase()
  onTestFinished(() => database.drop())
  return database
}

const comment = (name: string, text: string) => onServer(`COMMENT ON DATABASE "${name}" IS '${text}'`)

describe('the mark of a database', () => {
  it('is set and taken away beside whatever its owner has written meanwhile', async () => {
    const shop = await createShop()
    const ctx = createTestContext()
    await withOpenDatabase(ctx, shop.target, async (at) => {
      const database = shop.name
      expect(await changeProtection(ctx, at, { database, protect: true })).toBe(mark)
      await comment(database, `Ask Ann. ${mark}`)
      expect(await readProtection(ctx, at, database)).toMatchObject({ protected: true, comment: `Ask Ann. ${mark}` })
      expect(await changeProtection(ctx, at, { database, protect: false })).toBe('Ask Ann. ')
      expect(await readProtection(ctx, at, database)).toMatchObject({ protected: false, comment: 'Ask Ann. ' })
    })
  })

  it('can be read by every role, and changed by the members of its owner', async () => {
    const ctx = createTestContext()
    await withTestRole({}, (owner) =>
      withTestRole({ memberOf: [owner.name] }, async (member) => {
        await withTestRole({}, async (stranger) => {
          const shop = await createTestDatabase({ owner: owner.name })
          for (const role of [member, stranger]) {
            await withOpenDatabase(ctx, role.target(shop.name), async (at) => {
              const found = await readProtection(ctx, at, shop.name)
              expect(found).toEqual({
                protected: role === stranger,
                comment: role === stranger ? mark : null,
                owner: owner.name,
                mayChange: role === member,
              })
              if (found === undefined || role === stranger) return
              assertMayProtect(found, at)
              await changeProtection(ctx, at, { database: shop.name, protect: true })
            })
          }
          await shop.drop()
        })
      }),
    )
  })

  it('is unknown of a database that is not there', async () => {
    const shop = await createShop()
    const ctx = createTestContext()
    expect(await withOpenDatabase(ctx, shop.target, (at) => readProtection(ctx, at, 'nowhere'))).toBeUndefined()
  })
})

describe('keepProtection', () => {
  it('decides by the database as it is now, and by the backup only when it is gone', async () => {
    const [shop, open] = [await createShop(), await createShop()]
    await comment(shop.name, `now\n${mark}`)
    const ctx = createTestContext()
    await withOpenDatabase(ctx, open.target, async (at) => {
      const kept = (database: string, old: string | null, from = database) =>
        keepProtection(ctx, at, { database, comment: old, from })
      expect(await kept(shop.name, 'then')).toBe(`then\n${mark}`)
      expect(await kept(shop.name, null)).toBe(mark)
      expect(await kept(open.name, `then\n${mark}`)).toBe('then')
      expect(await kept('gone', `then\n${mark}`)).toBe(`then\n${mark}`)
      expect(await kept('a_copy', `then\n${mark}`, shop.name)).toBe('then')
    })
  })
})
