import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveSettings } from '../../../src/config/resolve-settings.ts'
import { resolveTarget } from '../../../src/config/resolve-target.ts'
import type { Target } from '../../../src/domain/target.ts'
import { PgsafeError } from '../../../src/errors.ts'
import type { Environment } from '../../../src/system/context.ts'
import { temporaryProject } from './temporary-project.ts'

interface Given {
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Environment
  readonly url?: string
}

async function targetOf({ files = {}, env = {}, url }: Given): Promise<Target> {
  const cwd = temporaryProject(files)
  const inProject = Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value?.replace('<cwd>', cwd)]))
  const { settings, loaded } = await resolveSettings({ cwd, env: inProject }, {})
  return resolveTarget({ flags: url === undefined ? {} : { url }, env: inProject, settings, loaded })
}

async function complaint(given: Given): Promise<PgsafeError> {
  try {
    await targetOf(given)
  } catch (error) {
    if (error instanceof PgsafeError) return error
    throw error
  }
  throw new Error('a target was found')
}

describe('the first source that names a database wins', () => {
  const url = (database: string) => `postgresql://app:hush@localhost/${database}`
  const everything: Given = {
    url: url('flag'),
    env: { PGSAFE_DATABASE_URL: url('own'), DATABASE_URL: url('variable'), PGDATABASE: 'libpq' },
    files: {
      '.env': `PGSAFE_DATABASE_URL=${url('own-env')}\nDATABASE_URL=${url('variable-env')}\n`,
      '.pgsaferc': `url: ${url('config')}\n`,
    },
  }

  it.each<[string, string, Given]>([
    ['--url', 'flag', everything],
    ['PGSAFE_DATABASE_URL', 'own', { env: everything.env ?? {}, files: everything.files ?? {} }],
    [
      'PGSAFE_DATABASE_URL in .env',
      'own-env',
      { env: { DATABASE_URL: url('variable') }, files: everything.files ?? {} },
    ],
    [
      'DATABASE_URL',
      'variable',
      { env: { DATABASE_URL: url('variable') }, files: { '.env': `DATABASE_URL=${url('x')}` } },
    ],
    [
      'DATABASE_URL in .env',
      'variable-env',
      { files: { '.env': `DATABASE_URL=${url('variable-env')}`, '.pgsaferc': `url: ${url('config')}` } },
    ],
    ['DATABASE_URL in .env', 'env', { env: { DATABASE_URL: '' }, files: { '.env': `DATABASE_URL=${url('env')}` } }],
    ['url in .pgsaferc', 'config', { env: { PGDATABASE: 'libpq' }, files: { '.pgsaferc': `url: ${url('config')}` } }],
    [
      'SHOP_URL',
      'shop',
      { env: { SHOP_URL: url('shop'), DATABASE_URL: url('x') }, files: { '.pgsaferc': 'urlVariable: SHOP_URL' } },
    ],
    ['PGDATABASE', 'libpq', { env: { PGDATABASE: 'libpq' } }],
    ['PGDATABASE', 'libpq', { files: { '.env': 'PGDATABASE=libpq' } }],
  ])('%s: %s', async (source, database, given) => {
    expect(await targetOf(given)).toMatchObject({ source, database })
  })

  it('says what to set when nothing does', async () => {
    const error = await complaint({ files: { '.pgsaferc': 'urlVariable: SHOP_URL' } })
    expect(error).toMatchObject({ code: 'no-database-url', exitCode: 2 })
    expect(error.hint).toContain('SHOP_URL=postgresql://')
  })

  it('keeps the URL as written, and the variable that guard pins', async () => {
    const written = 'postgresql://app:p%40ss@localhost/shop?schema=public'
    expect(await targetOf({ env: { DATABASE_URL: written } })).toEqual({
      params: { user: 'app', password: 'p@ss', host: 'localhost', dbname: 'shop' },
      database: 'shop',
      source: 'DATABASE_URL',
      variable: 'DATABASE_URL',
      url: written,
      notices: [],
      pooler: false,
    })
  })

  it('warns of URLs where passwords do not belong', async () => {
    expect((await targetOf({ url: url('x') })).notices.join()).toMatch(/--url can be read by every process/)
    expect((await targetOf({ files: { '.pgsaferc': `url: ${url('x')}` } })).notices.join()).toMatch(/easily committed/)
  })
})

describe('a URL that cannot be read', () => {
  it('is named by its source, never by its contents', async () => {
    const error = await complaint({ files: { '.env': 'DATABASE_URL=postgresql://app:hush@hush@localhost/shop' } })
    expect(error.code).toBe('invalid-url')
    expect(error.message).toMatch(/^DATABASE_URL in \.env: the database URL is ambiguous/)
    expect(error.hint).toMatch(/percent-encode/)
    expect(`${error.message}${error.hint ?? ''}${String(error.cause)}`).not.toContain('hush')
  })

  it('is one that refers to a variable nobody set', async () => {
    const files = { '.env': 'DATABASE_URL=postgresql://app:${DB_PASSWORD}@localhost/shop' }
    expect((await complaint({ files })).message).toBe('DATABASE_URL in .env refers to ${DB_PASSWORD}, which is not set')
    expect((await targetOf({ files, env: { DB_PASSWORD: 'hush' } })).params['password']).toBe('hush')
  })

  it('is an empty --url, as of a shell variable that was not set', async () => {
    expect((await complaint({ url: '', env: { DATABASE_URL: 'postgresql://localhost/shop' } })).message).toMatch(
      /^--url: /,
    )
  })
})

describe('what the URL leaves out', () => {
  it('comes from PG* variables, as in libpq; what it says itself stays', async () => {
    const { params } = await targetOf({
      env: {
        DATABASE_URL: 'postgresql://app@/shop?sslmode=verify-full',
        PGHOST: 'db.example.com',
        PGUSER: 'other',
        PGSSLMODE: 'disable',
        PGOPTIONS: '-c search_path=x',
      },
      files: { '.env': 'PGPORT=5433\nPGPASSWORD=hush' },
    })
    expect(params).toEqual({
      user: 'app',
      host: 'db.example.com',
      port: '5433',
      password: 'hush',
      dbname: 'shop',
      sslmode: 'verify-full',
    })
  })

  it.each<[string, Environment, string, RegExp | undefined]>([
    [
      'PGDATABASE',
      { DATABASE_URL: 'postgresql://app@localhost', PGDATABASE: 'shop' },
      'shop',
      /PGDATABASE says "shop"/,
    ],
    ['the user of the URL', { DATABASE_URL: 'postgresql://app@localhost' }, 'app', /called like the user, "app"/],
    ['PGUSER', { DATABASE_URL: 'postgresql://localhost', PGUSER: 'me' }, 'me', /called like the user, "me"/],
    ['the user, for an empty dbname', { DATABASE_URL: 'postgresql://app@localhost/shop?dbname=' }, 'app', /"app"/],
  ])('the database: from %s', async (_source, env, database, notice) => {
    const target = await targetOf({ env })
    expect(target.database).toBe(database)
    expect(target.params['dbname']).toBe(database)
    expect(target.notices.join()).toMatch(notice ?? /^$/)
  })

  it('must be named when there is no user either', async () => {
    const error = await complaint({ env: { DATABASE_URL: 'postgresql://localhost' } })
    expect(error).toMatchObject({ code: 'invalid-url', exitCode: 2 })
    expect(error.hint).toMatch(/name the database/)
  })

  it('is not made up from a URL in the place of a name, which would be shown', async () => {
    const error = await complaint({ env: { PGDATABASE: 'postgresql://app:hush@localhost/shop' } })
    expect(error.code).toBe('invalid-url')
    expect(error.message).not.toContain('hush')
  })
})

describe('a connection service', () => {
  const files = { 'services.conf': '[shop]\nhost=db.example.com\nport=5433\ndbname=shop\nuser=app\npassword=hush\n' }
  const PGSERVICEFILE = '<cwd>/services.conf'

  it('is read, so that everyone sees where it leads', async () => {
    expect(await targetOf({ files, env: { PGSERVICE: 'shop', PGSERVICEFILE, PGHOST: 'ignored' } })).toMatchObject({
      params: { host: 'db.example.com', port: '5433', dbname: 'shop', user: 'app', password: 'hush' },
      database: 'shop',
      source: 'PGSERVICE',
      url: undefined,
    })
  })

  it('may be named in a URL, whose own words win', async () => {
    const env = { DATABASE_URL: 'postgresql://me@/?service=shop&dbname=other', PGSERVICEFILE }
    const { params, database } = await targetOf({ files, env })
    expect(params).toEqual({ host: 'db.example.com', port: '5433', dbname: 'other', user: 'me', password: 'hush' })
    expect(database).toBe('other')
  })

  it('is found in the home directory', async () => {
    const env = { PGSERVICE: 'shop', HOME: '<cwd>/home' }
    expect((await targetOf({ files: { 'home/.pg_service.conf': files['services.conf'] }, env })).database).toBe('shop')
  })

  it('must be defined somewhere', async () => {
    const error = await complaint({ files, env: { PGSERVICE: 'nowhere', PGSERVICEFILE, PGSYSCONFDIR: '<cwd>' } })
    expect(error).toMatchObject({ code: 'invalid-setting', exitCode: 2 })
    expect(error.message).toBe('the connection service "nowhere" is not defined')
  })

  it('PGSERVICEFILE may stand in .env', async () => {
    const cwd = temporaryProject(files)
    const dotEnv = `PGSERVICE=shop\nPGSERVICEFILE=${join(cwd, 'services.conf')}`
    expect((await targetOf({ files: { '.env': dotEnv } })).database).toBe('shop')
  })
})

it.each([
  ['the URL', { DATABASE_URL: 'postgresql://app@localhost:6543/shop' }],
  ['a variable', { DATABASE_URL: 'postgresql://app@localhost/shop', PGPORT: '6543' }],
  ['a parameter', { DATABASE_URL: 'postgresql://app@localhost/shop?pgbouncer=true' }],
])('knows a pooler by %s', async (_by, env) => {
  expect((await targetOf({ env })).pooler).toBe(true)
})
