import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { judgeCommandTarget } from '../../../src/commands/judge-command-target.ts'
import { seeThrough } from '../../../src/domain/command/see-through.ts'
import type { JudgedCommand } from '../../../src/domain/command-target/judge-target.ts'
import { resolvePath } from '../../../src/domain/command-target/resolve-path.ts'
import { startThrowawayServer, type ThrowawayServer } from '../../../src/postgres/throwaway-server.ts'
import { createProcessRunner } from '../../../src/system/execa-process-runner.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { createTestContext } from '../../support/test-context.ts'
import { createTestDatabase, onServer, type TestDatabase } from '../../support/test-database.ts'
import { runSql } from '../../support/psql.ts'
import { withTestRole } from '../../support/test-role.ts'
import { testServer, urlOf } from '../../support/test-server.ts'

let ours: TestDatabase
let theirs: TestDatabase
let elsewhere: ThrowawayServer

beforeAll(async () => {
  ours = await createTestDatabase()
  theirs = await createTestDatabase()
  const signal = new AbortController().signal
  elsewhere = await startThrowawayServer({
    process: createProcessRunner(),
    env: process.env,
    cwd: process.cwd(),
    signal,
  })
})

afterAll(async () => {
  await ours.drop()
  await theirs.drop()
  await elsewhere.stop()
})

interface Around {
  readonly env?: Readonly<Record<string, string>>
  readonly files?: Readonly<Record<string, string>>
}

/** What pgsafe makes of a command line, run where `files` are, with DATABASE_URL set as guard sets it. */
async function judge(line: string, { env = {}, files = {} }: Around = {}): Promise<JudgedCommand> {
  const ctx = createTestContext()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(ctx.cwd, name)), { recursive: true })
    writeFileSync(join(ctx.cwd, name), text)
  }
  const segments = seeThrough(['sh', '-c', line], ctx.cwd, { packageScripts: () => undefined, resolvePath })
  const childEnv = { ...ctx.env, DATABASE_URL: ours.url, ...env }
  return withOpenDatabase(ctx, ours.target, (database) =>
    judgeCommandTarget(ctx, { database, segments, env: childEnv }),
  )
}

const byHost = (host: string, database: string) => urlOf({ ...ours.at, host, database })
const login = () => ({ PGUSER: ours.at.user, PGPASSWORD: ours.at.password, PGPORT: String(ours.at.port) })
const schema = (rest = '') => `datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n${rest}}\n`
const prisma6 = { 'package.json': '{"devDependencies":{"prisma":"^6.19.0"}}', 'prisma/schema.prisma': schema() }
const directUrl = { ...prisma6, 'prisma/schema.prisma': schema('  directUrl = env("DIRECT_URL")\n') }
const local = () => testServer().engine === 'local'

describe('the same database is proven', () => {
  const rows: [name: string, line: string, around: () => Around][] = [
    ['through the variable that guard sets', 'dbmate drop', () => ({})],
    ['through the same URL in the arguments', 'psql "$DATABASE_URL" -c "DROP TABLE t"', () => ({})],
    ['through localhost', 'psql "$U" -c x', () => ({ env: { U: byHost('localhost', ours.name) } })],
    ['by PG variables', 'psql -c x', () => ({ env: { ...login(), PGHOST: '127.0.0.1', PGDATABASE: ours.name } })],
    ['by name, as dropdb does', 'dropdb -h "$H" "$N"', () => ({ env: { ...login(), H: '127.0.0.1', N: ours.name } })],
    [
      'in SQL that drops it from beside',
      'psql -d postgres -f drop.sql',
      () => ({
        env: { ...login(), PGHOST: '127.0.0.1' },
        files: { 'drop.sql': `DROP DATABASE ${ours.name};` },
      }),
    ],
    [
      'through Prisma, whose .env loses to the environment',
      'npx prisma migrate reset',
      () => ({
        files: { ...prisma6, '.env': `DATABASE_URL=${theirs.url}` },
      }),
    ],
    [
      'through graphile-migrate, when ROOT_DATABASE_URL is on the same server',
      'graphile-migrate reset --erase',
      () => ({
        env: { ROOT_DATABASE_URL: byHost('127.0.0.1', 'postgres') },
      }),
    ],
  ]
  it.each(rows)('%s', async (_name, line, around) => {
    const judged = await judge(line, around())
    expect(judged).toMatchObject({ verdict: 'proven' })
    expect(judged.explanation.join('\n')).toContain('proved on the server')
  })

  it('through a service file', async () => {
    const service = `[shop]\nhost=127.0.0.1\nport=${ours.at.port}\ndbname=${ours.name}\n`
    const env = { PGUSER: ours.at.user, PGPASSWORD: ours.at.password, PGSERVICE: 'shop' }
    const ctx = createTestContext()
    writeFileSync(join(ctx.cwd, 'services'), service)
    expect(await judge('psql -c x', { env: { ...env, PGSERVICEFILE: join(ctx.cwd, 'services') } })).toMatchObject({
      verdict: 'proven',
    })
  })

  it('through a socket, where the server has one (a container has none for us)', async () => {
    const { socketDirectory } = testServer()
    expect(local()).toBe(socketDirectory !== null)
    if (socketDirectory === null) return
    const env = { ...login(), PGHOST: socketDirectory, PGDATABASE: ours.name }
    expect(await judge('psql -c x', { env })).toMatchObject({ verdict: 'proven' })
  })

  it('for a role without any rights but to connect', async () => {
    await withTestRole({}, async (role) => {
      const env = { U: urlOf(role.at(ours.name)) }
      expect(await judge('psql "$U" -c x', { env })).toMatchObject({ verdict: 'proven' })
    })
  })
})

describe('another database is refused', () => {
  const rows: [name: string, line: string, around: () => Around, other: () => string][] = [
    ['on the same server', 'psql "$U" -c x', () => ({ env: { U: theirs.url } }), () => theirs.name],
    ['by name', 'dropdb "$N"', () => ({ env: { ...login(), PGHOST: '127.0.0.1', N: theirs.name } }), () => theirs.name],
    [
      'that is not there',
      'dropdb --if-exists nowhere',
      () => ({ env: { ...login(), PGHOST: '127.0.0.1' } }),
      () => 'nowhere',
    ],
    [
      'that is not there to connect to',
      'psql "$U" -c x',
      () => ({ env: { U: byHost('127.0.0.1', 'nowhere') } }),
      () => 'nowhere',
    ],
    [
      'on another server',
      'psql "$U" -c x',
      () => ({ env: { U: elsewhere.url('postgres') } }),
      () => `:${elsewhere.port}/`,
    ],
    [
      'by the directUrl of Prisma',
      'npx prisma migrate reset',
      () => ({
        files: { ...directUrl, '.env': `DIRECT_URL=${theirs.url}` },
      }),
      () => theirs.name,
    ],
    [
      'by the options of drizzle-kit, which make it ignore its config',
      'drizzle-kit push --dialect postgresql --schema s.ts --url "$U"',
      () => ({
        env: { U: theirs.url },
        files: { 'drizzle.config.ts': 'export default { dbCredentials: { url: process.env.DATABASE_URL } }' },
      }),
      () => theirs.name,
    ],
    [
      'by ROOT_DATABASE_URL of graphile-migrate: the same name on another server',
      'graphile-migrate reset --erase',
      () => ({
        env: { ROOT_DATABASE_URL: elsewhere.url('postgres') },
      }),
      () => `:${elsewhere.port}/${ours.name}`,
    ],
    [
      'by one command of several',
      'dbmate drop && psql "$U" -c x',
      () => ({ env: { U: theirs.url } }),
      () => theirs.name,
    ],
  ]
  it.each(rows)('%s', async (_name, line, around, other) => {
    const judged = await judge(line, around())
    expect(judged.verdict).toBe('different')
    expect(judged.other).toContain(other())
    expect(JSON.stringify(judged)).not.toContain(ours.at.password)
  })

  it('also when it has the same name on another server', async () => {
    const { port, user, password } = elsewhere
    await runSql({ host: '127.0.0.1', port, user, password, database: 'postgres' }, `CREATE DATABASE "${ours.name}"`)
    expect(await judge('psql "$U" -c x', { env: { U: elsewhere.url(ours.name) } })).toMatchObject({
      verdict: 'different',
      explanation: [expect.stringContaining('it is on another server, or on a copy of this one')],
    })
  })
})

describe('what cannot be proved is said', () => {
  it('is unproven when the other server does not answer', async () => {
    const judged = await judge('psql postgresql://app:hidden@127.0.0.1:1/shop -c x')
    expect(judged).toMatchObject({ verdict: 'unproven', other: 'app@127.0.0.1:1/shop' })
    expect(judged.explanation.join('\n')).toMatch(/refused|could not be reached|not accept/i)
    expect(JSON.stringify(judged)).not.toContain('hidden')
  })

  it('is unproven when the password is wrong', async () => {
    const env = { U: byHost('127.0.0.1', ours.name).replace(ours.at.password, 'wrong-password') }
    expect(await judge('psql "$U" -c x', { env })).toMatchObject({ verdict: 'unproven' })
  })

  it('is pinned for a script, and for a program whose text leads to the same database', async () => {
    expect(await judge('./reset.sh')).toMatchObject({ verdict: 'pinned' })
    const files = { 'reset.sh': 'psql "$OTHER_URL" -f wipe.sql' }
    expect(await judge('./reset.sh', { files, env: { OTHER_URL: ours.url } })).toMatchObject({ verdict: 'pinned' })
    expect(await judge('./reset.sh', { files, env: { OTHER_URL: theirs.url } })).toMatchObject({ verdict: 'unproven' })
  })

  it('is unproven in a container', async () => {
    expect(await judge('docker compose exec db dropdb shop')).toMatchObject({ verdict: 'unproven' })
  })
})

it('leaves no session and no lock behind', async () => {
  await judge('dbmate drop')
  await judge('psql "$U" -c x', { env: { U: theirs.url } })
  const names = `'${ours.name}', '${theirs.name}'`
  await expect
    .poll(() => onServer(`SELECT count(*) FROM pg_stat_activity WHERE datname IN (${names})`), { timeout: 5_000 })
    .toBe('0')
})
