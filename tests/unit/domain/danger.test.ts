import { describe, expect, it } from 'vitest'
import { assessDanger, type DangerInput } from '../../../src/domain/danger.ts'
import { ciVariables, environmentVariables, managedHosts, platformVariables } from '../../../src/domain/danger-signs.ts'

function assess(changes: Partial<DangerInput>) {
  const nothing = { host: undefined, hostaddr: undefined, port: undefined, database: 'shop', user: 'app', env: {} }
  return assessDanger({ ...nothing, ...changes })
}

describe('the host', () => {
  it.each([
    undefined,
    '',
    'localhost',
    'LOCALHOST',
    'localhost.',
    'app.localhost',
    '127.0.0.1',
    '127.8.9.10',
    '::1',
    '::ffff:127.0.0.1',
    '0.0.0.0',
    '/run/postgresql',
    '/var/run/postgresql',
    '@abstract',
    'C:\\sockets',
    'host.docker.internal',
    'host.containers.internal',
    'nas.local',
    'shop.test',
    'db',
    'postgres',
    'database',
    'localhost,127.0.0.1',
  ])('%j is local', (host) => {
    expect(assess({ host })).toEqual({ level: 'local', reasons: [] })
  })

  it.each([
    ['10.0.0.7', 'private network'],
    ['172.16.0.1', 'private network'],
    ['172.31.255.1', 'private network'],
    ['192.168.1.20', 'private network'],
    ['169.254.1.1', 'private network'],
    ['fd12:3456::1', 'private network'],
    ['fe80::1%eth0', 'private network'],
    ['172.32.0.1', 'not this machine'],
    ['8.8.8.8', 'not this machine'],
    ['2001:db8::1', 'not this machine'],
    ['db.example.com', 'not this machine'],
    ['dev-box', 'not this machine'],
    ['127.0.0.1.example.com', 'not this machine'],
    ['localhost.example.com', 'not this machine'],
    ['staging.example.com', 'not this machine'],
    ['localhost,db.example.com', 'not this machine'],
  ])('%s is remote: %s', (host, reason) => {
    const { level, reasons } = assess({ host })
    expect(level).toBe('remote')
    expect(reasons.join()).toContain(reason)
  })

  it('is judged by its address as well: libpq connects there', () => {
    expect(assess({ host: 'localhost', hostaddr: '203.0.113.5' }).level).toBe('remote')
    expect(assess({ host: 'db.example.com', hostaddr: '127.0.0.1' }).level).toBe('remote')
    expect(assess({ hostaddr: '127.0.0.1' }).level).toBe('local')
  })
})

const providerHosts: Readonly<Record<string, readonly string[]>> = {
  Heroku: [
    'ec2-54-1-2-3.compute-1.amazonaws.com',
    'ec2-54-1-2-3.eu-west-1.compute.amazonaws.com',
    'c5abc.cluster-czrs8kj4isg7.us-east-1.rds.amazonaws.com',
  ],
  'Amazon RDS': [
    'shop.abc123.eu-central-1.rds.amazonaws.com',
    'shop.cluster-ro-abc.eu-central-1.rds.amazonaws.com',
    'shop.abc.rds.cn-north-1.amazonaws.com.cn',
  ],
  'Amazon Aurora DSQL': ['abc123.dsql.us-east-1.on.aws'],
  'Amazon Redshift': ['shop.abc.eu-west-1.redshift.amazonaws.com'],
  Azure: ['shop.postgres.database.azure.com', 'c-shop.abc.postgres.cosmos.azure.com'],
  'Google Cloud SQL': ['/cloudsql/project:europe-west1:shop', 'abc.europe-west1.sql.goog'],
  'Google AlloyDB': ['abc.alloydb.goog'],
  Supabase: ['db.abcdefghijklmnopqrst.supabase.co', 'aws-0-eu-central-1.pooler.supabase.com'],
  Neon: ['ep-cool-sun-123.eu-central-1.aws.neon.tech', 'ep-cool-sun-123-pooler.azure.neon.build'],
  'Vercel Postgres': ['ep-x.us-east-1.postgres.vercel-storage.com'],
  'Prisma Postgres': ['db.prisma.io', 'pooled.db.prisma.io', 'accelerate.prisma-data.net'],
  Render: ['dpg-abc123-a', 'dpg-abc123-a.frankfurt-postgres.render.com'],
  Railway: ['roundhouse.proxy.rlwy.net', 'postgres.railway.internal', 'containers-us-west-7.railway.app'],
  Fly: ['direct.abc.flympg.net', 'shop-db.flycast', 'shop-db.internal'],
  'Crunchy Bridge': ['p.abc123.db.postgresbridge.com'],
  Timescale: ['abc.xyz.tsdb.cloud.timescale.com', 'abc.tsdb.forge.timescale.com'],
  Aiven: ['shop-project.aivencloud.com', 'shop.avns.net'],
  DigitalOcean: ['shop-do-user-1-0.b.db.ondigitalocean.com', 'private-shop.db.ondigitalocean.com'],
  CockroachDB: ['shop-123.abc.cockroachlabs.cloud'],
  PlanetScale: ['eu.pg.psdb.cloud'],
  YugabyteDB: ['eu-west-1.abc.aws.ybdb.io'],
  Xata: ['eu-west-1.sql.xata.sh', 'abc.xata.tech'],
  Nile: ['eu.db.thenile.dev'],
  Tembo: ['shop.data-1.use1.tembo.io'],
  Koyeb: ['ep-x.eu-central-1.pg.koyeb.app'],
  Nhost: ['abc.db.eu-central-1.nhost.run'],
  'Clever Cloud': ['abc-postgresql.services.clever-cloud.com'],
  Scalingo: ['shop-1.postgresql.a.osc-fr1.scalingo-dbs.com'],
  Ubicloud: ['shop.abc.postgres.ubicloud.com'],
  ElephantSQL: ['tai.db.elephantsql.com'],
}

describe('managed services', () => {
  it.each(Object.entries(providerHosts).flatMap(([provider, hosts]) => hosts.map((host) => [provider, host] as const)))(
    '%s is known by %s, also in CI',
    (provider, host) => {
      expect(assess({ host, env: { GITHUB_ACTIONS: 'true' } })).toMatchObject({
        level: 'remote',
        reasons: [`"${host}" is managed by ${provider}`],
      })
    },
  )

  it('are all covered by these examples, every pattern of them', () => {
    const examples = Object.values(providerHosts).flat()
    const unproven = managedHosts.filter(([, pattern]) => !examples.some((host) => pattern.test(host)))
    expect(unproven).toEqual([])
  })

  it.each([
    ['postgres.abcdefghijklmnopqrst', 'Supabase'],
    ['neondb_owner', 'Neon'],
    ['doadmin', 'DigitalOcean'],
    ['avnadmin', 'Aiven'],
    ['tsdbadmin', 'Timescale'],
    ['rdsadmin', 'Amazon RDS'],
    ['cloudsqlsuperuser', 'Google Cloud SQL'],
  ])('show through a tunnel by their role %s', (user, provider) => {
    const { level, reasons } = assess({ host: 'localhost', user })
    expect(level).toBe('remote')
    expect(reasons.join()).toContain(provider)
  })

  it('show through a tunnel by their port', () => {
    expect(assess({ host: 'localhost', port: '25060' })).toMatchObject({ level: 'remote' })
    expect(assess({ host: 'localhost', port: '5433' })).toMatchObject({ level: 'local' })
  })
})

describe('names', () => {
  it.each([
    'shop_prod',
    'prod',
    'prod-shop',
    'shop.production',
    'SHOP_PROD',
    'live',
    'shop live',
    'prd_shop',
    'primary',
  ])('a database called %j is production, also on this machine', (database) => {
    expect(assess({ database })).toMatchObject({
      level: 'production',
      reasons: [`the database is called "${database}"`],
    })
  })

  it.each(['shop', 'products', 'delivery', 'reproduction', 'olive', 'shop_dev', 'mastermind', 'prodigy'])(
    'a database called %j is not',
    (database) => {
      expect(assess({ database }).level).toBe('local')
    },
  )

  it('counts users and hosts as well', () => {
    expect(assess({ user: 'prod_rw' }).level).toBe('production')
    expect(assess({ host: 'db-master.example.com' }).level).toBe('production')
    expect(assess({ host: '/run/prod/postgresql' }).level).toBe('production')
  })
})

describe('the environment', () => {
  it.each(environmentVariables)('%s=production makes it production', (name) => {
    expect(assess({ env: { [name]: 'Production' } })).toMatchObject({
      level: 'production',
      reasons: [`${name} is "Production"`],
    })
    expect(assess({ env: { [name]: 'development' } }).level).toBe('local')
    expect(assess({ env: { [name]: 'preview' } }).level).toBe('local')
  })

  it.each(Object.entries(platformVariables))('%s set: this machine belongs to %s', (name, platform) => {
    const { level, reasons } = assess({ env: { [name]: 'x' } })
    expect(level).toBe('remote')
    expect(reasons.join()).toContain(platform)
  })

  it.each(ciVariables)('%s: a name without a dot is a service container of the job', (name) => {
    const env = { [name]: 'true' }
    expect(assess({ host: 'my-postgres-service', env }).level).toBe('local')
    expect(assess({ host: 'db.example.com', env }).level).toBe('remote')
    expect(assess({ host: 'prod-db', env }).level).toBe('production')
  })

  it('does not take CI=false or a plain CI=true for a known system', () => {
    expect(assess({ host: 'my-service', env: { GITHUB_ACTIONS: 'false' } }).level).toBe('remote')
    expect(assess({ host: 'my-service', env: { CI: 'true' } }).level).toBe('remote')
  })

  it('takes "postgres" for a service of the cluster inside Kubernetes, but for a container of the job in CI there', () => {
    const cluster = { KUBERNETES_SERVICE_HOST: '10.0.0.1' }
    expect(assess({ host: 'postgres', env: cluster }).level).toBe('remote')
    expect(assess({ host: 'postgres', env: { ...cluster, GITLAB_CI: 'true' } }).level).toBe('local')
  })
})

it('gives every reason, the gravest first', () => {
  expect(
    assess({ host: 'shop.abc.eu-central-1.rds.amazonaws.com', database: 'shop_prod', env: { NODE_ENV: 'production' } }),
  ).toEqual({
    level: 'production',
    reasons: [
      'the database is called "shop_prod"',
      'NODE_ENV is "production"',
      '"shop.abc.eu-central-1.rds.amazonaws.com" is managed by Amazon RDS',
    ],
  })
})
