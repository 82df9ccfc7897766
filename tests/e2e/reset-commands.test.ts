import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { callsIn, installCli, writeFiles } from '../support/fake-cli.ts'
import { backupFiles, createProject, type Project } from '../support/project.ts'
import { pgsafeBin } from '../support/run-pgsafe.ts'
import { hasTmux } from '../support/terminal.ts'

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1) ?? ''
const orders = (project: Project) => project.query('SELECT count(*) FROM orders')
const wipe = 'psql -Xq "$DATABASE_URL" -c "DROP TABLE orders, customers CASCADE"'
const dependencies = (...names: string[]) => ({
  name: 'shop',
  devDependencies: Object.fromEntries(names.map((name) => [name, '*'])),
})

/** A project whose reset is two commands of its own and a seed, each a fake program. */
async function createConfigured(scripts: { drop?: string; create?: string; seed?: string } = {}): Promise<Project> {
  const project = await createProject()
  installCli(project, 'drop-it', scripts.drop ?? wipe)
  installCli(project, 'create-it', scripts.create)
  installCli(project, 'seed-it', scripts.seed)
  writeFiles(project, { '.pgsaferc': { reset: { command: `drop-it 'a  b' && create-it`, seed: ['seed-it 1'] } } })
  return project
}

describe('the commands of reset.command and reset.seed', () => {
  it('run in order, and one line brings everything back', async () => {
    const project = await createConfigured()
    const before = await project.database.fingerprint()
    const { exitCode, stderr } = await project.pgsafe(['reset', '--yes'])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(callsIn(project)).toEqual(['drop-it a  b', 'create-it', 'seed-it 1'])
    expect(stderr).toMatch(/1\. drop-it 'a {2}b'[^]*2\. create-it[^]*3\. 🌱 seed-it 1[^]*reset\.command in \.pgsaferc/)
    expect(stderr).toMatch(/public\.orders +1,000 rows +→ +dropped/)
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('stop at the first that fails: its exit code is ours, and the report says which', async () => {
    const project = await createConfigured({ create: 'exit 23' })
    const { exitCode, stdout, stderr } = await project.pgsafe(['reset', '--yes', '--json'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 23, stdout: '' })
    expect(callsIn(project)).toHaveLength(2)
    expect(JSON.parse(lastLine(stderr))).toMatchObject({
      reset: {
        exitCode: 23,
        steps: [
          { step: 'command', command: ['drop-it', 'a  b'], exitCode: 0 },
          { step: 'command', command: ['create-it'], exitCode: 23 },
          { step: 'seed', command: ['seed-it', '1'], exitCode: null },
        ],
        restore: expect.stringContaining('pgsafe'),
      },
    })
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await orders(project)).toBe('1000')
  })

  it('report what has happened when a later one is not found (127)', async () => {
    const project = await createConfigured()
    writeFiles(project, { '.pgsaferc': { reset: { command: ['drop-it', 'no-such-program'] } } })
    const { exitCode, stdout, stderr } = await project.pgsafe(['reset', '--yes', '--json'])
    expect(exitCode).toBe(127)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'command-not-found' } })
    expect(JSON.parse(lastLine(stderr))).toMatchObject({ reset: { exitCode: 127, steps: [{ exitCode: 0 }, {}] } })
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await orders(project)).toBe('1000')
  })

  it('leave nothing to undo when the first is not found', async () => {
    const project = await createProject()
    writeFiles(project, { '.pgsaferc': { reset: { command: 'no-such-program' } } })
    expect(await project.pgsafe(['reset', '--yes'])).toMatchObject({ exitCode: 127 })
    expect(readdirSync(join(project.store, '.pgsafe/journal'))).toEqual([])
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 4 })
  })

  it('go no further after a signal, even when the command ends well', async () => {
    const sleeper = `trap 'exit 0' TERM; touch started; while :; do sleep 0.1; done`
    const project = await createConfigured({ drop: sleeper })
    let kill: (() => boolean) | undefined
    const running = project.pgsafe(['reset', '--yes'], {
      onStart: (child) => {
        kill = () => child.kill('SIGTERM')
      },
    })
    await expect.poll(() => existsSync(join(project.directory, 'started')), { timeout: 60_000 }).toBe(true)
    kill?.()
    const { exitCode, stderr } = await running
    expect(exitCode).toBe(143)
    expect(callsIn(project)).toEqual(['drop-it a  b'])
    expect(stderr).toContain('To bring everything back')
  })

  it('that need a shell are refused with the setting’s name, before anything', async () => {
    const project = await createProject()
    writeFiles(project, { '.pgsaferc': { reset: { command: 'psql < wipe.sql | tee log' } } })
    const { exitCode, stderr } = await project.pgsafe(['reset', '--yes'])
    expect(exitCode).toBe(125)
    expect(stderr).toMatch(/reset\.command in \.pgsaferc is "psql < wipe\.sql \| tee log".*sh -c/s)
    expect(existsSync(project.store)).toBe(false)
  })

  it('that provably act on another database are refused', async () => {
    const project = await createProject()
    const other = await createProject()
    writeFiles(project, { '.pgsaferc': { reset: { command: `psql ${other.url} -c 'DROP TABLE orders'` } } })
    const { exitCode, stdout } = await project.pgsafe(['reset', '--yes', '--json'])
    expect(exitCode).toBe(125)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'other-database' } })
    expect(await orders(other)).toBe('1000')
  })
})

it('keeps the server’s roles too when a step reaches beyond the database', async () => {
  const project = await createProject()
  writeFiles(project, { '.pgsaferc': { reset: { command: 'docker compose down -v' } } })
  const { stderr } = await project.pgsafe(['reset', '--dry-run'])
  expect(stderr).toContain("and beside it the server's roles")
})

describe('a reset within', () => {
  it('a script that is itself the reset is refused instead of running for ever', async () => {
    const project = await createProject()
    writeFiles(project, {
      'package.json': { name: 'shop', scripts: { 'db:reset': 'pgsafe reset' } },
      '.pgsaferc': { reset: { command: 'npm run db:reset' } },
    })
    const { exitCode, stderr } = await project.pgsafe(['reset', '--yes'])
    expect(exitCode).toBe(125)
    expect(stderr).toMatch(/would run itself[^]*npm run db:reset → pgsafe reset/)
    expect(backupFiles(project)).toEqual([])
  })

  it('a program that turns out to call it is refused as well', async () => {
    const project = await createProject()
    installCli(project, 'opaque', `exec "${process.execPath}" "${pgsafeBin}" reset --yes`)
    writeFiles(project, { '.pgsaferc': { reset: { command: 'opaque' } } })
    const { exitCode, stderr } = await project.pgsafe(['reset', '--yes'])
    expect(exitCode).toBe(125)
    expect(stderr).toContain('started by a reset of the same database')
    expect(callsIn(project)).toEqual(['opaque'])
    expect(backupFiles(project)).toHaveLength(1)
  })

  it('a guard asks and backs up once: the outer one', async () => {
    const project = await createConfigured()
    const inner = ['guard', '--yes', '--', process.execPath, pgsafeBin, 'reset']
    const { exitCode, stderr } = await project.pgsafe(inner)
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(callsIn(project)).toHaveLength(3)
    expect(backupFiles(project)).toHaveLength(1)
  })

  it('lets a guard in its own commands pass through', async () => {
    const project = await createProject()
    installCli(project, 'drop-it', wipe)
    writeFiles(project, {
      '.pgsaferc': { reset: { command: [[process.execPath, pgsafeBin, 'guard', '--', 'drop-it']] } },
    })
    expect(await project.pgsafe(['reset', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(callsIn(project)).toEqual(['drop-it'])
    expect(backupFiles(project)).toHaveLength(1)
  })
})

describe('the project’s own migration tool', () => {
  it('Prisma is found, and asked for a reset without its question and without its seed', async () => {
    const project = await createProject()
    installCli(project, 'prisma', `[ "$1" = migrate ] && ${wipe}; exit 0`)
    writeFiles(project, {
      'package.json': { ...dependencies('prisma'), prisma: { seed: 'node seed.js' } },
      'node_modules/prisma/package.json': { version: '6.19.3' },
      'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
      'prisma/migrations/1_init/migration.sql': '',
    })
    const env = { PRISMA_USER_CONSENT_FOR_DANGEROUS_AI_ACTION: undefined }
    const { exitCode, stderr } = await project.pgsafe(['reset', '--force'], { env })
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(callsIn(project)).toEqual(['prisma migrate reset --force --skip-seed', 'prisma db seed'])
    expect(stderr).toMatch(/\(Prisma: prisma in package\.json, prisma\/schema\.prisma, prisma\/migrations\)/)
    expect(stderr).toMatch(/proven on the server/)
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await orders(project)).toBe('1000')
  })

  it('drizzle-kit migrates what pgsafe has emptied, its own schema dropped', async () => {
    const project = await createProject()
    await project.query('CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial)')
    installCli(
      project,
      'drizzle-kit',
      'psql -XAtq "$DATABASE_URL" -c "SELECT count(*) FROM pg_namespace WHERE nspname = \'drizzle\'" > seen',
    )
    writeFiles(project, {
      'package.json': dependencies('drizzle-kit'),
      'drizzle.config.json': { dialect: 'postgresql', out: './drizzle' },
      'drizzle/0000_init.sql': '',
    })
    const { exitCode, stderr } = await project.pgsafe(['reset', '--yes', '--confirm', project.database.name])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr).toMatch(/1\. DROP ALL TABLES[^]*drizzle: .*the schema goes too[^]*2\. drizzle-kit migrate/)
    expect(callsIn(project)).toEqual(['drizzle-kit migrate'])
    expect(readFileSync(join(project.directory, 'seen'), 'utf8')).toBe('0\n')
  })

  it('Knex migrates and seeds what pgsafe has emptied; not while its program is missing', async () => {
    const project = await createProject()
    writeFiles(project, {
      'package.json': dependencies('knex'),
      'knexfile.js': 'module.exports = { client: "pg", connection: process.env.DATABASE_URL }',
      'seeds/users.js': '',
    })
    const missing = await project.pgsafe(['reset', '--yes', '--json'])
    expect(missing.exitCode).toBe(127)
    expect(JSON.parse(missing.stdout)).toMatchObject({
      error: { code: 'command-not-found', hint: expect.stringContaining('nothing was dropped') },
    })
    expect(await orders(project)).toBe('1000')
    installCli(project, 'knex')
    const { exitCode, stderr } = await project.pgsafe(['reset', '--yes'])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(callsIn(project)).toEqual(['knex migrate:latest', 'knex seed:run'])
    expect(await project.query(`SELECT to_regclass('orders') IS NULL`)).toBe('t')
  })

  it('must be one: of two, both are named and nothing is touched', async () => {
    const project = await createProject()
    writeFiles(project, {
      'package.json': dependencies('knex', 'drizzle-kit'),
      'knexfile.js': '',
      'drizzle.config.ts': '',
    })
    const { exitCode, stderr } = await project.pgsafe(['reset', '--yes'])
    expect(exitCode).toBe(125)
    expect(stderr).toMatch(/drizzle-kit \(.*\) and Knex \(.*\)[^]*reset\.command/)
    expect(existsSync(project.store)).toBe(false)
  })
})

describe('consent', () => {
  it('is refused without a terminal and a flag', async () => {
    const project = await createConfigured()
    const { exitCode, stdout } = await project.pgsafe(['reset', '--json'])
    expect(exitCode).toBe(125)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'consent-needed' } })
    expect(callsIn(project)).toEqual([])
  })

  it('is said by SKIP_BACKUP_PROMPT, which skips the question but never the backup', async () => {
    const project = await createConfigured()
    expect(await project.pgsafe(['reset'], { env: { SKIP_BACKUP_PROMPT: 'true' } })).toMatchObject({ exitCode: 0 })
    expect(backupFiles(project)).toHaveLength(1)
  })

  it('for production is its name: neither --force, --yes nor SKIP_BACKUP_PROMPT will do', async () => {
    const project = await createProject({ name: `shop_${Date.now().toString(36)}_production` })
    const env = { SKIP_BACKUP_PROMPT: 'true' }
    const { exitCode, stderr } = await project.pgsafe(['reset', '--force', '--yes'], { env })
    expect(exitCode).toBe(125)
    expect(stderr).toMatch(`--confirm ${project.database.name}`)
    expect(await orders(project)).toBe('1000')
    expect(await project.pgsafe(['reset', '--confirm', project.database.name])).toMatchObject({ exitCode: 0 })
    expect(await project.query(`SELECT to_regclass('orders') IS NULL`)).toBe('t')
  })

  it.skipIf(!hasTmux())('is the word yes in a terminal (needs tmux)', async () => {
    const project = await createConfigured({ drop: 'true' })
    const no = await project.terminal(['reset'])
    await no.waitFor('Do you want to proceed with database reset?')
    await no.type('y')
    await no.press('Enter')
    expect(await no.exitCode()).toBe(125)
    expect(callsIn(project)).toEqual([])
    const yes = await project.terminal(['reset'])
    await yes.waitFor('Type yes to go on')
    await yes.type('yes')
    await yes.press('Enter')
    expect(await yes.exitCode(60_000)).toBe(0)
    expect(callsIn(project)).toHaveLength(3)
  })
})
