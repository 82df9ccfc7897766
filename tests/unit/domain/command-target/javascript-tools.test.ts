import { describe, expect, it } from 'vitest'
import { pinnedUrl, type Surroundings, toldOf } from './project.ts'

const other = 'postgresql://app@other.host:5432/shop'
type Row = [name: string, line: string, surroundings: Surroundings, told: string]

describe('drizzle-kit', () => {
  const config = (credentials: string) =>
    `import { defineConfig } from 'drizzle-kit'\nexport default defineConfig({\n  dialect: 'postgresql',\n  schema: './src/schema.ts',\n  dbCredentials: ${credentials},\n})\n`
  const rows: Row[] = [
    [
      'reads the variable of its config',
      'npx drizzle-kit push --force',
      { files: { 'drizzle.config.ts': config('{ url: process.env.DATABASE_URL! }') } },
      `file: ${pinnedUrl} | DATABASE_URL, through drizzle.config.ts`,
    ],
    [
      'reads another variable from .env',
      'npx drizzle-kit push',
      {
        files: { 'drizzle.config.ts': config("{ url: process.env['PG_URL'] as string }"), '.env': `PG_URL=${other}` },
      },
      `file: ${other} | PG_URL in .env, through drizzle.config.ts`,
    ],
    [
      'does not read .env.local',
      'npx drizzle-kit push',
      { files: { 'drizzle.config.ts': config('{ url: process.env.PG_URL! }'), '.env.local': `PG_URL=${other}` } },
      'other: drizzle.config.ts reads PG_URL, which is not set',
    ],
    [
      'ignores its config as soon as an address is given',
      `npx drizzle-kit push --dialect postgresql --schema s.ts --url ${other}`,
      { files: { 'drizzle.config.ts': config('{ url: process.env.DATABASE_URL! }') } },
      `arguments: ${other} | the options, which make drizzle-kit ignore its config file`,
    ],
    [
      'takes an address in parts',
      'drizzle-kit push --dialect=postgresql --schema=s.ts --host=h --port=5433 --user=u --password=p --database=d',
      {},
      'arguments: u@h:5433/d | the options, which make drizzle-kit ignore its config file',
    ],
    [
      'reads a JSON config',
      'drizzle-kit push',
      { files: { 'drizzle.config.json': `{"dialect":"postgresql","dbCredentials":{"url":"${other}"}}` } },
      `file: ${other} | drizzle.config.json`,
    ],
    [
      'reads an address in parts from its config',
      'drizzle-kit push --config db/drizzle.config.ts',
      {
        files: {
          'db/drizzle.config.ts': config(
            "{ host: process.env.DB_HOST ?? 'localhost', port: Number(process.env.DB_PORT), database: 'shop' }",
          ),
          '.env': 'DB_HOST=h\nDB_PORT=5444',
        },
      },
      'file: h:5444/shop | DB_HOST in .env, through db/drizzle.config.ts',
    ],
    [
      'is for another dialect',
      'drizzle-kit push',
      { files: { 'drizzle.config.ts': "export default { dialect: 'sqlite', dbCredentials: { url: 'file:x' } }" } },
      'other: drizzle.config.ts is for sqlite, not for PostgreSQL',
    ],
    [
      'follows an import that keeps the connection',
      'drizzle-kit push',
      {
        files: {
          'drizzle.config.ts': "import { credentials } from './src/env'\nexport default { dbCredentials: credentials }",
          'src/env.ts': 'export const credentials = { connect: parse(process.env.DATABASE_URL) }',
        },
      },
      'pinned: DATABASE_URL in src/env.ts',
    ],
    ['leaves migration files alone', 'drizzle-kit drop', {}, 'none'],
  ]
  it.each(rows)('%s', (_name, line, surroundings, expected) => {
    expect(toldOf(line, surroundings)).toBe(expected)
  })
})

describe('Knex', () => {
  const knexfile = `require('dotenv').config()
module.exports = {
  development: { client: 'pg', connection: process.env.DATABASE_URL },
  staging: { client: 'pg', connection: { connectionString: process.env.STAGING_URL, ssl: true } },
  production: {
    client: 'pg',
    connection: {
      host: process.env.DB_HOST,
      user: 'app', // the role
      password: process.env.DB_PASSWORD,
      database: 'shop',
    },
  },
}`
  const files = { 'knexfile.js': knexfile, '.env': `STAGING_URL=${other}` }
  const rows: Row[] = [
    [
      'reads the development block',
      'knex migrate:rollback --all',
      { files },
      `file: ${pinnedUrl} | DATABASE_URL, through knexfile.js`,
    ],
    [
      'reads the block of --env',
      'knex migrate:rollback --all --env staging',
      { files },
      `file: ${other} | STAGING_URL in .env, through knexfile.js`,
    ],
    [
      'reads the block of NODE_ENV',
      'NODE_ENV=production knex migrate:rollback',
      { files, env: { DB_HOST: 'db.prod', DB_PASSWORD: 'hidden' } },
      'file: app@db.prod:5432/shop | DB_HOST, through knexfile.js',
    ],
    [
      'says which variable is not set',
      'knex migrate:rollback --env production',
      { files },
      'other: knexfile.js reads DB_HOST, which is not set',
    ],
    [
      'lets --connection beat the knexfile',
      `knex migrate:rollback --connection ${other}`,
      { files },
      `arguments: ${other} | --connection`,
    ],
    [
      'goes to the directory of --knexfile',
      'knex migrate:rollback --knexfile db/knexfile.js',
      {
        files: {
          'db/knexfile.js': "require('dotenv').config(); module.exports = { client: 'pg', connection: process.env.K }",
          'db/.env': `K=${other}`,
          '.env': 'K=postgres://a/b',
        },
      },
      `file: ${other} | K in .env, through knexfile.js`,
    ],
    [
      'is pinned by a fallback that never counts',
      'knex migrate:rollback',
      {
        files: {
          'knexfile.js': `const url = process.env.DATABASE_URL || 'postgres://localhost/dev'\nmodule.exports = make(url)`,
        },
      },
      'pinned: DATABASE_URL in knexfile.js',
    ],
    [
      'is not proved when a second address is named',
      'knex migrate:rollback',
      {
        files: { 'knexfile.js': 'module.exports = pick(process.env.DATABASE_URL, process.env.PROD_URL)' },
        env: { PROD_URL: other },
      },
      'other: knexfile.js names PROD_URL beside DATABASE_URL',
    ],
    [
      'ignores what is commented out',
      'knex migrate:rollback',
      { files: { 'knexfile.js': `// connection: '${other}'\nmodule.exports = make(process.env.DATABASE_URL)` } },
      'pinned: DATABASE_URL in knexfile.js',
    ],
    ['knows nothing without a knexfile', 'knex migrate:rollback', {}, 'opaque'],
  ]
  it.each(rows)('%s', (_name, line, surroundings, expected) => {
    expect(toldOf(line, surroundings)).toBe(expected)
  })
})

describe('TypeORM, Sequelize, MikroORM', () => {
  const sequelize = JSON.stringify({
    development: { use_env_variable: 'DATABASE_URL', dialect: 'postgres' },
    test: { username: 'u', password: 'p', database: 'shop_test', host: '127.0.0.1', dialect: 'postgres' },
    production: { use_env_variable: 'PROD_URL' },
    both: { use_env_variable: 'DATABASE_URL', url: other },
  })
  const rows: Row[] = [
    [
      'TypeORM: the data source of -d',
      'typeorm-ts-node-commonjs schema:drop -d src/data-source.ts',
      {
        files: {
          'src/data-source.ts':
            "export default new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, entities: [] })",
        },
      },
      `file: ${pinnedUrl} | DATABASE_URL, through src/data-source.ts`,
    ],
    [
      'TypeORM: an address in parts',
      'typeorm schema:drop --dataSource=dist/ds.js',
      {
        files: {
          'dist/ds.js': `require("dotenv/config")
exports.default = new DataSource({ type: "postgres", host: process.env.DB_HOST || "localhost", port: parseInt(process.env.DB_PORT || "5432"), username: "u", database: process.env.DB_NAME })`,
          '.env': 'DB_NAME=shop_dev\nDB_PORT=5433',
        },
      },
      'file: u@localhost:5433/shop_dev | DB_NAME in .env, through dist/ds.js',
    ],
    ['TypeORM: nothing known', 'typeorm schema:drop -d missing.ts', {}, 'opaque'],
    [
      'Sequelize: the variable of its config',
      'npx sequelize-cli db:drop',
      { files: { 'config/config.json': sequelize } },
      `environment: ${pinnedUrl} | DATABASE_URL, through config/config.json`,
    ],
    [
      'Sequelize: fields of the environment that NODE_ENV names',
      'cross-env NODE_ENV=test sequelize db:drop',
      { files: { 'config/config.json': sequelize } },
      'file: u@127.0.0.1:5432/shop_test | config/config.json',
    ],
    [
      'Sequelize: a variable that is not set',
      'sequelize db:drop --env production',
      { files: { 'config/config.json': sequelize } },
      'other: config/config.json reads PROD_URL, which is not set',
    ],
    [
      'Sequelize: url beats use_env_variable',
      'sequelize db:drop --env both',
      { files: { 'config/config.json': sequelize } },
      `file: ${other} | config/config.json`,
    ],
    ['Sequelize: --url', `sequelize db:drop --url '${other}'`, {}, `arguments: ${other} | --url`],
    [
      'Sequelize: the config that .sequelizerc names',
      'sequelize db:drop',
      {
        files: {
          '.sequelizerc':
            "const path = require('path')\nmodule.exports = { 'config': path.resolve('db', 'config.js') }",
          'db/config.js': 'module.exports = { development: { url: process.env.DATABASE_URL, dialect: "postgres" } }',
        },
      },
      `file: ${pinnedUrl} | DATABASE_URL, through db/config.js`,
    ],
    [
      'MikroORM: variables beat the config',
      'mikro-orm schema:drop -r',
      {
        files: { 'mikro-orm.config.ts': 'export default { clientUrl: process.env.DATABASE_URL }' },
        env: { MIKRO_ORM_CLIENT_URL: other },
      },
      `environment: ${other} | MIKRO_ORM_CLIENT_URL`,
    ],
    [
      'MikroORM: the name beats the URL',
      'mikro-orm schema:drop -r',
      { env: { MIKRO_ORM_CLIENT_URL: other, MIKRO_ORM_DB_NAME: 'else' } },
      `environment: ${other} names else | MIKRO_ORM_CLIENT_URL`,
    ],
    [
      'MikroORM: the config',
      'mikro-orm migration:fresh',
      { files: { 'src/mikro-orm.config.ts': 'export default { clientUrl: process.env.DATABASE_URL, entities: [] }' } },
      `file: ${pinnedUrl} | DATABASE_URL, through src/mikro-orm.config.ts`,
    ],
  ]
  it.each(rows)('%s', (_name, line, surroundings, expected) => {
    expect(toldOf(line, surroundings)).toBe(expected)
  })
})

describe('node-pg-migrate and graphile-migrate', () => {
  const rows: Row[] = [
    ['node-pg-migrate: DATABASE_URL', 'node-pg-migrate down', {}, `environment: ${pinnedUrl} | DATABASE_URL`],
    [
      'node-pg-migrate: the variable of -d, from .env',
      'node-pg-migrate down -d PG_URL',
      { files: { '.env': `PG_URL=${other}` } },
      `file: ${other} | PG_URL in .env`,
    ],
    [
      'node-pg-migrate: a config file beats the option',
      'node-pg-migrate down -d DATABASE_URL -f mig.json',
      { files: { 'mig.json': '{"database-url-var":"MIG_URL"}' }, env: { MIG_URL: other } },
      `environment: ${other} | MIG_URL, through mig.json`,
    ],
    [
      'node-pg-migrate: fields only where no variable is set',
      'node-pg-migrate down',
      { files: { 'config/default.json': '{"db":{"host":"h","database":"d","user":"u"}}' }, pinned: null },
      'file: u@h:5432/d | config/default.json',
    ],
    [
      'node-pg-migrate: PG variables at last',
      'node-pg-migrate down',
      { pinned: null, env: { PGHOST: 'h', PGDATABASE: 'd' } },
      'environment: h/d | PG* variables',
    ],
    ['node-pg-migrate: nothing', 'node-pg-migrate down', { pinned: null }, 'other: DATABASE_URL is not set'],
    [
      'graphile-migrate: reset takes the server of ROOT_DATABASE_URL',
      'graphile-migrate reset --erase',
      { env: { ROOT_DATABASE_URL: 'postgres://root@elsewhere/postgres' } },
      'environment: postgresql://root@elsewhere/postgres names shop | the name from DATABASE_URL, the server from ROOT_DATABASE_URL',
    ],
    [
      'graphile-migrate: and the local server without it',
      'graphile-migrate reset --erase',
      {},
      'environment: postgresql:///template1 names shop | the name from DATABASE_URL, the server from the local server (ROOT_DATABASE_URL is not set)',
    ],
    [
      'graphile-migrate: .gmrc beats the variables',
      'graphile-migrate reset --erase',
      {
        files: {
          '.gmrc': `{\n  // ours\n  "connectionString": "${other}",\n  "rootConnectionString": "postgres://r@root.host/postgres",\n}`,
        },
      },
      'environment: postgresql://r@root.host/postgres names shop | the name from .gmrc, the server from .gmrc',
    ],
    [
      'graphile-migrate: the shadow database of --shadow',
      'graphile-migrate reset --erase --shadow',
      { env: { SHADOW_DATABASE_URL: 'postgres://a/shop_shadow', ROOT_DATABASE_URL: 'postgres://a/postgres' } },
      'environment: postgresql://a/postgres names shop_shadow | the name from SHADOW_DATABASE_URL, the server from ROOT_DATABASE_URL',
    ],
    ['graphile-migrate: watch', 'graphile-migrate watch', {}, `environment: ${pinnedUrl} | DATABASE_URL`],
  ]
  it.each(rows)('%s', (_name, line, surroundings, expected) => {
    expect(toldOf(line, surroundings)).toBe(expected)
  })
})
