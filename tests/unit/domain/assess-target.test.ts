import { describe, expect, it } from 'vitest'
import type { DangerInput } from '../../../src/domain/danger.ts'
import { assessTarget, type TargetEvidence } from '../../../src/domain/assess-target.ts'
import { managedRoles, managedSettings } from '../../../src/domain/managed-marks.ts'

interface Case {
  readonly target?: Partial<DangerInput>
  readonly server?: Partial<TargetEvidence['server']>
  readonly allow?: readonly string[]
  readonly deny?: readonly string[]
  readonly protected?: boolean
}

function judge({ target, server, allow = [], deny = [], protected: marked = false }: Case) {
  const nothing = { host: 'localhost', hostaddr: undefined, port: '5432', user: 'app', database: 'shop', env: {} }
  return assessTarget({
    target: { ...nothing, ...target },
    server: { ownAddress: '127.0.0.1', serverAddress: '127.0.0.1', ...server },
    rules: { allow, deny },
    protected: marked,
  })
}

const from = (address: string | null, application = '', sessions = 1) => ({ address, application, sessions })

describe('an ordinary server on this machine', () => {
  it('is local', () => {
    const server = { roles: [], settings: [], clients: [], standbys: [], archive: 'off', tls: true, inRecovery: false }
    expect(judge({ server })).toEqual({ level: 'local', reasons: [] })
  })

  it('is local too when nothing could be asked', () => {
    expect(judge({})).toEqual({ level: 'local', reasons: [] })
  })

  it.each<[string, string, string]>([
    ['a Docker network', '172.18.0.2', '172.18.0.5'],
    ['a Podman network', '10.88.0.2', '10.88.0.3'],
  ])('stays local with the application beside it in %s', (_what, serverAddress, address) => {
    const server = { serverAddress, ownAddress: '172.18.0.1', clients: [from(address, 'api', 5)] }
    expect(judge({ server }).level).toBe('local')
  })

  it('stays local with other sessions of this machine', () => {
    const clients = [from(null, 'psql'), from('127.0.0.1', 'DBeaver'), from('::1'), from('192.168.1.5')]
    expect(judge({ server: { clients, ownAddress: '192.168.1.5' } }).level).toBe('local')
  })
})

describe('a tunnel to a managed service', () => {
  it.each(Object.entries(managedRoles).filter(([, provider]) => provider !== 'Supabase'))(
    'is production-like by the role %s of %s, also with a name of development',
    (role, provider) => {
      expect(judge({ target: { database: 'shop_dev' }, server: { roles: [role] } })).toEqual({
        level: 'production',
        reasons: [`the server is managed by ${provider} (it has the role ${role}): this is a tunnel to it`],
      })
    },
  )

  it.each(Object.entries(managedSettings).filter(([, provider]) => provider !== 'Supabase'))(
    'is production-like by the settings %s.* of %s',
    (name, provider) => {
      const { level, reasons } = judge({ server: { settings: [name] } })
      expect(level).toBe('production')
      expect(reasons.join()).toContain(`managed by ${provider} (it has the settings ${name}.*)`)
    },
  )

  it('names all marks of one provider together', () => {
    expect(judge({ server: { roles: ['rds_superuser', 'rdsadmin'], settings: ['rds'] } }).reasons).toEqual([
      'the server is managed by Amazon RDS (it has the role rds_superuser and the role rdsadmin and the settings rds.*): this is a tunnel to it',
    ])
  })

  it("tells Supabase's service from Supabase on this machine, where there is neither TLS nor archiving", () => {
    const marks = { roles: ['supabase_admin'], settings: ['supautils'] }
    expect(judge({ server: { ...marks, tls: false, archive: 'off' } })).toEqual({ level: 'local', reasons: [] })
    expect(judge({ server: { ...marks, tls: true } }).level).toBe('production')
    expect(judge({ server: { ...marks, archive: 'on' } }).level).toBe('production')
    expect(judge({ target: { host: '10.0.0.5' }, server: marks }).level).toBe('production')
  })

  it('may be one when TLS is demanded of this machine, though not over a socket', () => {
    expect(judge({ target: { sslmode: 'require' } }).level).toBe('remote')
    expect(judge({ target: { sslmode: 'prefer' } }).level).toBe('local')
    expect(judge({ target: { sslmode: 'verify-full', host: '/run/postgresql' } }).level).toBe('local')
  })
})

describe('other hosts', () => {
  it('behind another name, a managed service is production-like', () => {
    const server = { roles: ['rds_superuser'] }
    for (const host of ['db.corp.example.com', '10.0.0.7'])
      expect(judge({ target: { host }, server }).level).toBe('production')
  })

  it('under its own name, a managed service is remote until more speaks against it', () => {
    const target = { host: 'ep-x.eu-central-1.aws.neon.tech' }
    expect(judge({ target, server: { roles: ['neon_superuser'] } })).toEqual({
      level: 'remote',
      reasons: ['"ep-x.eu-central-1.aws.neon.tech" is managed by Neon'],
    })
    expect(judge({ target, server: { clients: [from('203.0.113.9', 'web')] } }).level).toBe('production')
  })
})

describe('what shows that others use it', () => {
  const clients = [from('10.0.2.4', 'web', 3), from('10.0.2.5', 'sidekiq', 1), from('10.0.2.5', '', 1)]

  it('makes it remote, in words', () => {
    expect(judge({ server: { clients } })).toEqual({
      level: 'remote',
      reasons: ['5 sessions from other machines (10.0.2.4, 10.0.2.5): web, sidekiq'],
    })
    expect(judge({ server: { standbys: ['replica1'] } })).toEqual({
      level: 'remote',
      reasons: ['1 standby follows the server (replica1)'],
    })
    expect(judge({ server: { archive: 'on' } }).level).toBe('remote')
    expect(judge({ server: { inRecovery: true } }).reasons).toEqual(['the server is itself the standby of another'])
  })

  it('is production-like when three things do', () => {
    const { level, reasons } = judge({ server: { clients, standbys: ['a', 'b', '', 'c', 'd'], archive: 'always' } })
    expect(level).toBe('production')
    expect(reasons).toEqual([
      expect.stringContaining('5 sessions'),
      '5 standbys follow the server (a, b, c and 1 more)',
      'the server archives what is written (archive_mode is always)',
    ])
  })

  it('sees through a tunnel into a cloud whose network looks like a container', () => {
    const server = { serverAddress: '172.31.4.5', ownAddress: '172.31.9.9', clients: [from('172.31.7.7')] }
    expect(judge({ server }).level).toBe('remote')
  })

  it('is outweighed, once, by a name of development', () => {
    const target = { database: 'shop_test' }
    expect(judge({ target, server: { clients } }).level).toBe('local')
    expect(judge({ target, server: { clients, archive: 'on', standbys: ['a'] } }).level).toBe('remote')
    expect(judge({ target: { database: 'latest' }, server: { clients } }).level).toBe('remote')
  })
})

describe("Rails' stored environment", () => {
  it.each<[string, string]>([
    ['production', 'production'],
    ['Production', 'production'],
    ['staging', 'remote'],
    ['development', 'local'],
    ['test', 'local'],
  ])('%s makes it %s', (name, level) => {
    expect(judge({ server: { railsEnvironments: [name] } }).level).toBe(level)
  })
})

describe('the mark of pgsafe protect', () => {
  it('counts whatever else is known', () => {
    const found = judge({ protected: true, allow: ['localhost/shop'], target: { database: 'shop_test' } })
    expect(found.level).toBe('production')
    expect(judge({ protected: true, allow: ['localhost/shop'] })).toEqual({
      level: 'production',
      reasons: ['it is marked by pgsafe protect'],
    })
  })
})

describe('guard.deny', () => {
  it('makes any host production-like, and beats guard.allow', () => {
    expect(judge({ deny: ['localhost/shop'] })).toEqual({
      level: 'production',
      reasons: ['guard.deny has "localhost/shop"'],
    })
    expect(judge({ deny: ['localhost'], allow: ['localhost/shop'] }).level).toBe('production')
    expect(judge({ deny: ['localhost/billing'] }).level).toBe('local')
  })
})

describe('guard.allow', () => {
  it('makes a host local', () => {
    expect(judge({ target: { host: 'pg-ci.internal.example' }, allow: ['*.internal.example'] }).level).toBe('local')
    const neon = { host: 'ep-dev.aws.neon.tech', user: 'neondb_owner' }
    expect(judge({ target: neon, server: { roles: ['neon_superuser'] }, allow: ['ep-dev.aws.neon.tech'] })).toEqual({
      level: 'local',
      reasons: [],
    })
  })

  it('of a host does not vouch for what its server says; of a database on it does', () => {
    const tunnel = { server: { roles: ['rds_superuser'] } }
    expect(judge({ ...tunnel, allow: ['localhost'] }).level).toBe('production')
    expect(judge({ ...tunnel, allow: ['localhost/shop'] }).level).toBe('local')
    expect(judge({ ...tunnel, allow: ['localhost/other'] }).level).toBe('production')
    expect(judge({ target: { user: 'doadmin' }, allow: ['localhost'] }).level).toBe('remote')
  })

  it.each<[string, Case]>([
    ["the database's name", { target: { database: 'shop_prod' }, allow: ['localhost/shop_prod'] }],
    ["the host's name", { target: { host: 'prod-db' }, allow: ['prod-db/shop'] }],
    ['the environment', { target: { env: { NODE_ENV: 'production' } }, allow: ['localhost/shop'] }],
    ['Rails', { server: { railsEnvironments: ['production'] }, allow: ['localhost/shop'] }],
  ])('never counts against production by %s', (_what, evidence) => {
    expect(judge(evidence).level).toBe('production')
  })
})
