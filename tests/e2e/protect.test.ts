import { describe, expect, it, onTestFinished } from 'vitest'
import { runPgsafe } from '../support/run-pgsafe.ts'
import { hasTmux, openTerminal } from '../support/terminal.ts'
import { temporaryDirectory } from '../support/test-context.ts'
import { createTestDatabase, onServer, type TestDatabase, type TestDatabaseOptions } from '../support/test-database.ts'
import { withTestRole } from '../support/test-role.ts'
import { urlOf } from '../support/test-server.ts'

async function createShop(options: TestDatabaseOptions = {}): Promise<TestDatabase> {
  const database = await createTestDatabase(options)
  onTestFinished(() => database.drop())
  return database
}

const commentOn = (name: string) =>
  onServer(`SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '${name}'`)

/** Runs pgsafe against the database, without a terminal. */
const pgsafe = (shop: TestDatabase, ...args: string[]) =>
  runPgsafe(args, { cwd: temporaryDirectory(), env: { DATABASE_URL: shop.url } })

describe('pgsafe protect', () => {
  it("puts the mark beside the user's own text, says so, and says how to take it away", async () => {
    const shop = await createShop()
    await onServer(`COMMENT ON DATABASE "${shop.name}" IS 'It''s Ann''s \\ shop'`)
    const { exitCode, stdout, stderr } = await pgsafe(shop, 'protect', '--yes')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(stderr).toContain(`✅ "${shop.name}" is protected`)
    expect(stderr).toContain('pgsafe unprotect')
    expect(await commentOn(shop.name)).toBe("It's Ann's \\ shop\n[pgsafe:protected]")
  })

  it('does nothing the second time, and asks nobody for it', async () => {
    const shop = await createShop()
    await pgsafe(shop, 'protect', '--yes')
    const again = await pgsafe(shop, 'protect', '--json')
    expect(again).toMatchObject({ exitCode: 0 })
    expect(JSON.parse(again.stdout)).toEqual({
      protection: { database: shop.name, protected: true, changed: false, comment: null, dryRun: false },
    })
  })

  it('changes nothing with --dry-run, and nothing without consent', async () => {
    const shop = await createShop()
    const dry = await pgsafe(shop, 'protect', '--dry-run', '--json')
    expect(JSON.parse(dry.stdout)).toMatchObject({ protection: { protected: false, changed: false, dryRun: true } })
    const unasked = await pgsafe(shop, 'protect')
    expect(unasked).toMatchObject({ exitCode: 4, stdout: '' })
    expect(unasked.stderr).toContain('--yes')
    expect(await commentOn(shop.name)).toBe('')
  })

  it('is for the owner: another role gets exit code 3, and what would help', async () => {
    const shop = await createShop()
    await withTestRole({}, async (role) => {
      const env = { DATABASE_URL: urlOf(role.at(shop.name)) }
      const refused = await runPgsafe(['protect', '--yes', '--json'], { cwd: temporaryDirectory(), env })
      expect(refused.exitCode).toBe(3)
      expect(JSON.parse(refused.stdout)).toEqual({
        error: {
          code: 'insufficient-rights',
          message: `"${shop.name}" belongs to postgres, and only its owner may mark it`,
          hint: `connect as postgres, or let a superuser run: GRANT "postgres" TO "${role.name}"`,
        },
      })
    })
  })

  it('can be done by an owner that is no superuser, whatever the name of the database', async () => {
    await withTestRole({}, async (role) => {
      const shop = await createTestDatabase({ name: `it's "odd" ${role.name}`, owner: role.name })
      const env = { DATABASE_URL: urlOf(role.at(shop.name)) }
      const done = await runPgsafe(['protect', '--yes'], { cwd: temporaryDirectory(), env })
      expect(done).toMatchObject({ exitCode: 0 })
      const back = await runPgsafe(['unprotect', '--confirm', shop.name], { cwd: temporaryDirectory(), env })
      expect(back).toMatchObject({ exitCode: 0 })
      await shop.drop()
    })
  })
})

describe('pgsafe unprotect', () => {
  it('wants the name: --yes does not suffice, another name is refused', async () => {
    const shop = await createShop()
    await pgsafe(shop, 'protect', '--yes')
    const yes = await pgsafe(shop, 'unprotect', '--yes', '--json')
    expect(yes.exitCode).toBe(4)
    expect(JSON.parse(yes.stdout)).toMatchObject({ error: { code: 'consent-needed' } })
    expect(yes.stdout).toContain(`--confirm ${shop.name}`)
    expect(await pgsafe(shop, 'unprotect', '--confirm', 'shop')).toMatchObject({ exitCode: 4 })
    expect(await commentOn(shop.name)).toBe('[pgsafe:protected]')
  })

  it('takes only the mark away', async () => {
    const shop = await createShop()
    await onServer(`COMMENT ON DATABASE "${shop.name}" IS 'Ask Ann.'`)
    await pgsafe(shop, 'protect', '--yes')
    const done = await pgsafe(shop, 'unprotect', '--confirm', shop.name, '--json')
    expect(JSON.parse(done.stdout)).toEqual({
      protection: { database: shop.name, protected: false, changed: true, comment: 'Ask Ann.', dryRun: false },
    })
    expect(await commentOn(shop.name)).toBe('Ask Ann.')
  })

  it('says when there is nothing to take away', async () => {
    const shop = await createShop()
    const { exitCode, stderr } = await pgsafe(shop, 'unprotect')
    expect(exitCode).toBe(0)
    expect(stderr).toContain('is not protected: nothing was changed')
  })
})

describe.skipIf(!hasTmux())('in a terminal (needs tmux)', () => {
  it('protect asks y/n, and unprotect asks for the name and takes nothing else', async () => {
    const shop = await createShop()
    const cwd = temporaryDirectory()
    const answer = async (command: string, text: string) => {
      const terminal = await openTerminal({ args: [command], cwd, env: { DATABASE_URL: shop.url } })
      try {
        await terminal.waitFor(command === 'protect' ? 'Protect it?' : 'Take the protection away?')
        await terminal.type(text)
        await terminal.press('Enter')
        return await terminal.exitCode()
      } finally {
        await terminal.close()
      }
    }
    expect(await answer('protect', 'n')).toBe(4)
    expect(await commentOn(shop.name)).toBe('')
    expect(await answer('protect', 'y')).toBe(0)
    expect(await answer('unprotect', 'yes')).toBe(4)
    expect(await commentOn(shop.name)).toBe('[pgsafe:protected]')
    expect(await answer('unprotect', shop.name)).toBe(0)
    expect(await commentOn(shop.name)).toBe('')
  })
})

it.runIf(!hasTmux())('NOT TESTED: the questions of protect and unprotect, because tmux is not installed', () => {})
