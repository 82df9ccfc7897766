import { describe, expect, it } from 'vitest'
import { shareProject } from '../support/project.ts'

describe('flaw 6: the URL is read as libpq reads it', () => {
  const project = shareProject()
  const parts = () => ({ ...project().at, name: encodeURIComponent(project().database.name) })
  const forms: [string, () => string][] = [
    ['?schema=public and other parameters of ORMs', () => `${project().url}?schema=public&connection_limit=5`],
    ['postgres:// instead of postgresql://', () => project().url.replace('postgresql:', 'postgres:')],
    [
      'user and password as parameters',
      () => {
        const { host, port, user, password, name } = parts()
        return `postgresql://${host}:${port}/${name}?user=${user}&password=${password}`
      },
    ],
    [
      'a conninfo string',
      () => {
        const { host, port, user, password } = parts()
        return `host=${host} port=${port} user=${user} password=${password} dbname='${project().database.name}'`
      },
    ],
  ]

  it.each(forms)('%s', async (_what, make) => {
    const { exitCode, stdout } = await project().pgsafe(['backup', '--auto', '--json'], {
      env: { DATABASE_URL: make() },
    })
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ backup: { database: project().database.name, tables: 2 } })
  })

  it('libpq’s own variables, without any URL', async () => {
    const { host, port, user, password } = parts()
    const env = {
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: project().database.name,
    }
    expect(await project().pgsafe(['backup', '--auto'], { env: { DATABASE_URL: undefined, ...env } })).toMatchObject({
      exitCode: 0,
    })
  })

  it('an ambiguous one is refused, without repeating it', async () => {
    const { host, port, user } = parts()
    const url = `postgresql://${user}:p@ss/w0rd@${host}:${port}/x`
    const { exitCode, stderr } = await project().pgsafe(['backup', '--auto'], { env: { DATABASE_URL: url } })
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('percent-encode') })
    expect(stderr).not.toContain('w0rd')
  })
})
