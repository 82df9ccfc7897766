import { describe, expect, it } from 'vitest'
import { createClientProject, hasClients, prismaEnvironment } from '../support/client-project.ts'
import type { Project } from '../support/project.ts'
import { urlOf } from '../support/test-server.ts'

interface Tool {
  readonly fixture: string
  readonly packages: Readonly<Record<string, string>> | readonly string[]
  readonly env?: (project: Project) => Record<string, string | undefined>
  /** As the screen shows them. */
  readonly steps: readonly string[]
  /** All tables afterwards: those of the tool, and no others. */
  readonly tables: string
  /** SQL that counts what the seed made, and its answer. */
  readonly seeded?: readonly [sql: string, answer: string]
  /** Large objects and publications that outlive its own reset. */
  readonly left?: string
}

const wiped = 'DROP ALL TABLES, and everything else, in:'
const invoices = ['SELECT count(*) FROM invoices', '2'] as const
const products = ['SELECT count(*) FROM "Product"', '2'] as const
const prismaReset = (major: number): Tool => ({
  fixture: major < 7 ? 'prisma-schema' : 'prisma-config',
  packages: { prisma: `prisma${String(major)}`, dotenv: 'dotenv', pg: 'pg' },
  env: prismaEnvironment,
  steps: [`prisma migrate reset --force${major < 7 ? ' --skip-seed' : ''}`, 'prisma db seed'],
  tables: 'public.Product public._prisma_migrations',
  seeded: products,
  left: '1 1',
})

const tools: Readonly<Record<string, Tool>> = {
  'Prisma 5': prismaReset(5),
  'Prisma 6': prismaReset(6),
  'Prisma 7': prismaReset(7),
  'drizzle-kit': {
    fixture: 'drizzle',
    packages: ['drizzle-kit', 'drizzle-orm', 'pg'],
    steps: [wiped, 'drizzle-kit push --force'],
    tables: 'public.customers',
  },
  Knex: {
    fixture: 'knex',
    packages: ['knex', 'pg'],
    steps: [wiped, 'knex migrate:latest', 'knex seed:run'],
    tables: 'public.invoices public.knex_migrations public.knex_migrations_lock',
    seeded: invoices,
  },
  'node-pg-migrate': {
    fixture: 'node-pg-migrate',
    packages: ['node-pg-migrate', 'pg', 'dotenv'],
    steps: [wiped, 'node-pg-migrate up'],
    tables: 'public.invoices public.pgmigrations',
  },
  TypeORM: {
    fixture: 'typeorm',
    packages: ['typeorm', 'pg', 'reflect-metadata'],
    steps: [wiped, 'typeorm migration:run -d data-source.js'],
    tables: 'public.invoices public.migrations',
  },
  Sequelize: {
    fixture: 'sequelize',
    packages: ['sequelize', 'sequelize-cli', 'pg'],
    steps: [wiped, 'sequelize-cli db:migrate', 'sequelize-cli db:seed:all'],
    tables: 'public.SequelizeMeta public.invoices',
    seeded: invoices,
  },
  MikroORM: {
    fixture: 'mikro-orm',
    packages: ['cli', 'core', 'migrations', 'postgresql', 'seeder'].map((name) => `@mikro-orm/${name}`),
    steps: [wiped, 'mikro-orm migration:up', 'mikro-orm seeder:run'],
    tables: 'public.invoices public.mikro_orm_migrations',
    seeded: invoices,
  },
  'graphile-migrate': {
    fixture: 'graphile-migrate',
    packages: ['graphile-migrate'],
    env: ({ role }) => ({ ROOT_DATABASE_URL: urlOf(role.at('postgres')) }),
    steps: ['graphile-migrate reset --erase'],
    tables: 'graphile_migrate.current graphile_migrate.migrations public.invoices',
  },
}

const tablesSql = `SELECT string_agg(n.nspname || '.' || c.relname, ' ' ORDER BY n.nspname || '.' || c.relname COLLATE "C")
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p', 'v') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

/** What stands in no schema: the large object of the small fixture and a publication. */
const schemalessSql = `SELECT (SELECT count(*) FROM pg_largeobject_metadata) || ' ' || (SELECT count(*) FROM pg_publication)`

/** One that pgsafe empties the database for, and one that drops its schema itself; the others take a minute. */
const chosen = process.env['PGSAFE_TEST_EVERY_RESET'] === '1' ? Object.keys(tools) : ['Knex', 'Prisma 6']

describe.skipIf(!hasClients())('pgsafe reset around the real', () => {
  it.each(chosen)('%s: the schema of its migrations, the rows of its seed, nothing else; and undo', async (name) => {
    const { fixture, packages, env: environment, steps, left, ...expected } = toolNamed(name)
    const project = await createClientProject(fixture, { packages })
    project.write('.env', `DATABASE_URL="${project.url}"\n`)
    await project.query('CREATE PUBLICATION news FOR TABLE orders')
    const before = await project.database.fingerprint()
    const env = environment?.(project) ?? {}
    const { exitCode, stdout, stderr } = await project.pgsafe(['reset', '--yes'], { env })
    expect({ exitCode, output: stdout + stderr }).toMatchObject({ exitCode: 0 })
    expect(stepsOn(stderr)).toEqual(steps)
    const all =
      left === undefined ? 'ALL USER DATA WILL' : 'This stays as it is:\n    1 large object\n    publication news\n'
    expect(stderr).toContain(all)
    expect(stderr).toMatch(/public\.orders +1,000 rows +→ +dropped/)
    expect(await project.query(tablesSql)).toBe(expected.tables)
    expect(await project.query(schemalessSql)).toBe(left ?? '0 0')
    if (expected.seeded !== undefined) expect(await project.query(expected.seeded[0])).toBe(expected.seeded[1])
    expect(await project.pgsafe(['undo', '--yes'], { env })).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })
})

function toolNamed(name: string): Tool {
  const tool = tools[name]
  if (tool === undefined) throw new Error(`no such tool: ${name}`)
  return tool
}

/** "1. DROP …", "2. knex migrate:latest", "3. 🌱 knex seed:run", without the numbers. */
function stepsOn(screen: string): string[] {
  return [...screen.matchAll(/^ {4}\d\. (?:🌱 )?(.*)$/gm)].map(([, step = '']) => step)
}
