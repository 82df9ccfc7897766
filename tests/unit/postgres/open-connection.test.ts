import { existsSync, readFileSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Connection } from '../../../src/postgres/connection.ts'
import { connectionTo, withConnection } from '../../../src/postgres/open-connection.ts'
import type { Environment } from '../../../src/system/context.ts'

const secret = 'S3cret:\\x@/?'

function open(params: Record<string, string>, env: Environment = {}, database = 'app'): Promise<Connection> {
  return withConnection({ env }, { params, database }, (connection) => Promise.resolve(connection))
}

describe('the environment of a connection', () => {
  it("turns libpq's keywords into its variables", async () => {
    const { env } = await open({
      host: 'db',
      hostaddr: '10.0.0.1',
      port: '5433',
      user: 'me',
      sslmode: 'verify-full',
      sslrootcert: 'ca.pem',
      options: '-c work_mem=1MB',
      connect_timeout: '3',
      target_session_attrs: 'read-write',
      channel_binding: 'require',
      keepalives_idle: '5',
      dbname: 'other',
    })
    expect(env).toEqual({
      LC_MESSAGES: 'C',
      PGAPPNAME: 'pgsafe',
      PGHOST: 'db',
      PGHOSTADDR: '10.0.0.1',
      PGPORT: '5433',
      PGUSER: 'me',
      PGDATABASE: 'app',
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: 'ca.pem',
      PGOPTIONS: '-c work_mem=1MB',
      PGCONNECT_TIMEOUT: '3',
      PGTARGETSESSIONATTRS: 'read-write',
      PGCHANNELBINDING: 'require',
    })
  })

  it("keeps the user's variables that the URL does not override, but none that change what a session does", async () => {
    const { env } = await open(
      { host: 'db' },
      {
        PATH: '/bin',
        HOME: '/home/me',
        PGHOST: 'elsewhere',
        PGPORT: '6000',
        PGSSLMODE: 'require',
        PGPASSFILE: '/home/me/.pgpass',
        PGDATABASE: 'elsewhere',
        PGOPTIONS: '-c default_transaction_read_only=on',
        PGSSLKEYLOGFILE: '/tmp/keys',
        PGCLIENTENCODING: 'LATIN1',
        PGDATESTYLE: 'German',
        PGTZ: 'CET',
        PGSERVICE: 'production',
        PGSERVICEFILE: '/etc/services',
        PG_COLOR: 'always',
        DATABASE_URL: 'postgres://me:x@db/app',
        AWS_SECRET_ACCESS_KEY: 'x',
        NODE_OPTIONS: '--inspect',
      },
    )
    expect(env).toEqual({
      PATH: '/bin',
      HOME: '/home/me',
      LC_MESSAGES: 'C',
      PGAPPNAME: 'pgsafe',
      PGCONNECT_TIMEOUT: '10',
      PGHOST: 'db',
      PGPORT: '6000',
      PGSSLMODE: 'require',
      PGPASSFILE: '/home/me/.pgpass',
      PGDATABASE: 'app',
    })
  })

  it('takes the service file along with a service that the target names', async () => {
    const { env } = await open({ service: 'mine' }, { PGSERVICE: 'production', PGSERVICEFILE: '/home/me/services' })
    expect(env).toMatchObject({ PGSERVICE: 'mine', PGSERVICEFILE: '/home/me/services' })
  })

  it('speaks English in the character set that LC_ALL had chosen', async () => {
    const { env } = await open(
      {},
      { LANG: 'C', LC_ALL: 'de_DE.UTF-8', LC_CTYPE: 'C', LC_MESSAGES: 'de_DE', LANGUAGE: 'de' },
    )
    expect(env).toMatchObject({ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'C' })
    expect(env).not.toHaveProperty('LC_ALL')
    expect(env).not.toHaveProperty('LC_CTYPE')
    expect(env).not.toHaveProperty('LANGUAGE')
  })

  it("knows Windows's own spellings", async () => {
    const { env } = await open({}, { Path: 'C:\\pg', SystemRoot: 'C:\\Windows', APPDATA: 'C:\\me' })
    expect(env).toMatchObject({ Path: 'C:\\pg', SystemRoot: 'C:\\Windows', APPDATA: 'C:\\me' })
  })
})

describe('the password', () => {
  it.each([
    { from: 'the URL', params: { password: secret }, env: { PGPASSWORD: 'other' } },
    { from: 'PGPASSWORD', params: {}, env: { PGPASSWORD: secret } },
  ])('of $from lies in a passfile while it is needed, and nowhere else', async ({ params, env }) => {
    const passfile = await withConnection({ env }, { params, database: 'app' }, (connection) => {
      const path = connection.env['PGPASSFILE'] ?? ''
      expect(readFileSync(path, 'utf8')).toBe('*:*:*:*:S3cret\\:\\\\x@/?\n')
      expect(process.platform === 'win32' || (statSync(path).mode & 0o777) === 0o600).toBe(true)
      expect(JSON.stringify(connection.env)).not.toMatch(/S3cret|PGPASSWORD|other/)
      return Promise.resolve(path)
    })
    expect(existsSync(passfile)).toBe(false)
  })

  it('is gone when the action fails', async () => {
    let passfile = ''
    const failing = withConnection({ env: {} }, { params: { password: secret }, database: 'app' }, ({ env }) => {
      passfile = env['PGPASSFILE'] ?? ''
      expect(existsSync(passfile)).toBe(true)
      return Promise.reject(new Error('on purpose'))
    })
    await expect(failing).rejects.toThrow('on purpose')
    expect(existsSync(passfile)).toBe(false)
  })

  it("without one, libpq looks into the user's own passfile", async () => {
    expect((await open({ passfile: '/p' }, { PGPASSFILE: '/q' })).env).toMatchObject({ PGPASSFILE: '/p' })
    expect((await open({ password: '' }, { PGPASSWORD: 'other' })).env).not.toHaveProperty('PGPASSFILE')
  })

  it.each(['two\nlines', 'carriage\r', 'nul\0'])('that no passfile can hold is refused: %j', async (password) => {
    const failure = await open({ password }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'invalid-url', exitCode: 2 })
    expect(String(failure)).not.toContain(password.slice(0, 3))
  })
})

it('connectionTo changes the database and nothing else', async () => {
  const connection = await open({ host: 'db' }, {}, 'app')
  const other = connectionTo(connection, 'pgsafe_side_1')
  expect(other).toEqual({
    ...connection,
    database: 'pgsafe_side_1',
    env: { ...connection.env, PGDATABASE: 'pgsafe_side_1' },
  })
})
