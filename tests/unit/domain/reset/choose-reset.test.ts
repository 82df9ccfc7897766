import { describe, expect, it } from 'vitest'
import { formatCommand } from '../../../../src/domain/format-command.ts'
import { chooseReset, type ResetQuestion } from '../../../../src/domain/reset/choose-reset.ts'

type Files = Readonly<Record<string, string | object>>

/** A project of these files; objects are JSON. `installed` names versions in node_modules. */
function question(
  files: Files,
  more: Partial<ResetQuestion> & { installed?: Record<string, string>; urlSchema?: string } = {},
) {
  const texts = Object.entries(files).map(([path, content]): [string, string] => [
    path,
    typeof content === 'string' ? content : JSON.stringify(content),
  ])
  const { installed = {}, urlSchema, ...given } = more
  return {
    command: { value: undefined, source: 'default' },
    seed: { value: undefined, source: 'default' },
    project: {
      read: (path: string) => texts.find(([name]) => name === path)?.[1],
      list: (folder: string) =>
        texts.flatMap(([name]) => (name.startsWith(`${folder}/`) ? [name.slice(folder.length + 1)] : [])),
      installed: (name: string) => installed[name],
      urlSchema,
    },
    ...given,
  }
}

/** The steps as lines: `wipe dropped`, `knex migrate:latest`, `seed: knex seed:run`. */
function stepsOf(asked: ResetQuestion): string[] {
  return chooseReset(asked).steps.map((step) =>
    step.kind === 'wipe' ? `wipe ${step.otherSchemas}` : `${step.seeds ? 'seed: ' : ''}${formatCommand(step.words)}`,
  )
}

const needing = (...names: string[]) => ({
  'package.json': { devDependencies: Object.fromEntries(names.map((name) => [name, '*'])) },
})
const postgres = 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n'
const prisma = { ...needing('prisma'), 'prisma/schema.prisma': postgres }
const migrated = { ...prisma, 'prisma/migrations/1_init/migration.sql': '' }
const seeded = { ...migrated, 'package.json': { devDependencies: { prisma: '*' }, prisma: { seed: 'tsx seed.ts' } } }
const six = { installed: { prisma: '6.19.3' } }
const seven = { installed: { prisma: '7.9.1' } }

describe('a project without a migration tool', () => {
  it('gets its schemas emptied by pgsafe itself', () => {
    expect(chooseReset(question({}))).toEqual({
      steps: [{ kind: 'wipe', otherSchemas: 'emptied' }],
      reason: 'no migration tool was found: pgsafe empties the schemas itself',
      known: true,
    })
  })

  it('and then its seed', () => {
    const seed = { value: [['npm', 'run', 'seed'] as const], source: 'reset.seed in .pgsaferc' }
    expect(stepsOf(question({}, { seed }))).toEqual(['wipe emptied', 'seed: npm run seed'])
  })
})

describe('what is configured', () => {
  const command = { value: [['make', 'reset'] as const], source: 'reset.command in .pgsaferc' }
  const seed = { value: [['make', 'seed'] as const], source: 'reset.seed in .pgsaferc' }

  it('beats every tool of the project', () => {
    expect(stepsOf(question(seeded, { command, ...six }))).toEqual(['make reset'])
    expect(chooseReset(question(migrated, { command }))).toMatchObject({
      reason: 'reset.command in .pgsaferc',
      known: false,
    })
  })

  it('as a seed takes the place of the tool’s own', () => {
    expect(stepsOf(question(seeded, { seed, ...six }))).toEqual([
      'prisma migrate reset --force --skip-seed',
      'seed: make seed',
    ])
    expect(chooseReset(question(seeded, { seed, ...six })).reason).toMatch(/^Prisma: .*; reset\.seed in \.pgsaferc$/)
  })
})

describe('Prisma', () => {
  it.each<[string, Files, object, string[]]>([
    ['6 without a seed', migrated, six, ['prisma migrate reset --force --skip-seed']],
    ['6 with a seed', seeded, six, ['prisma migrate reset --force --skip-seed', 'seed: prisma db seed']],
    ['7, which knows no --skip-seed', migrated, seven, ['prisma migrate reset --force']],
    ['of unknown version seeds by itself, or not', seeded, {}, ['prisma migrate reset --force']],
    ['without migrations', prisma, six, ['prisma db push --force-reset']],
  ])('%s', (_, files, more, steps) => {
    expect(stepsOf(question(files, more))).toEqual(steps)
  })

  it('is read from prisma.config: schema, migrations and seed', () => {
    const config = `import path from 'node:path'
      export default { schema: path.join('db', 'schema.prisma'), migrations: { path: './db/moves', seed: 'tsx seed.ts' } }`
    const files = { ...needing('prisma'), 'prisma.config.ts': config, 'db/schema.prisma': postgres, 'db/moves/1': '' }
    expect(stepsOf(question(files, seven))).toEqual(['prisma migrate reset --force', 'seed: prisma db seed'])
  })

  it('takes the version from package.json when nothing is installed', () => {
    const files = { ...migrated, 'package.json': { dependencies: { prisma: '^5.22.0' } } }
    expect(stepsOf(question(files))).toEqual(['prisma migrate reset --force --skip-seed'])
  })

  it.each<[string, Files, object, readonly string[]]>([
    ['public', migrated, {}, ['public']],
    ['the one that the URL names', migrated, { urlSchema: 'app' }, ['app']],
    [
      'those of its datasource',
      { ...migrated, 'prisma/schema.prisma': postgres.replace('}', '  schemas = ["base", "shop"]\n}') },
      { urlSchema: 'app' },
      ['base', 'shop'],
    ],
  ])('drops the schema %s, and says so', (_, files, more, drops) => {
    expect(chooseReset(question(files, { ...six, ...more })).steps[0]).toMatchObject({ drops })
  })

  it('8 has no reset: the person decides', () => {
    expect(() => chooseReset(question(migrated, { installed: { prisma: '8.0.0-rc.5' } }))).toThrow('Prisma 8 has no')
  })

  it.each<[string, Files]>([
    ['only its client’s name', { 'prisma/schema.prisma': postgres }],
    ['another database', { ...prisma, 'prisma/schema.prisma': postgres.replace('postgresql', 'mysql') }],
    ['no schema', needing('prisma')],
  ])('is not found by %s', (_, files) => {
    expect(stepsOf(question(files))).toEqual(['wipe emptied'])
  })
})

describe('other tools', () => {
  it.each<[string, Files, string[]]>([
    [
      'drizzle-kit with migrations',
      {
        ...needing('drizzle-kit'),
        'drizzle.config.ts': `{ out: './db/out', dialect: 'postgresql' }`,
        'db/out/0.sql': '',
      },
      ['wipe dropped', 'drizzle-kit migrate'],
    ],
    [
      'drizzle-kit without',
      { ...needing('drizzle-kit'), 'drizzle.config.ts': '{}', 'drizzle/schema.ts': '' },
      ['wipe dropped', 'drizzle-kit push --force'],
    ],
    [
      'Knex with seeds',
      { ...needing('knex'), 'knexfile.js': `{ seeds: { directory: './db/seeds' } }`, 'db/seeds/a.js': '' },
      ['wipe dropped', 'knex migrate:latest', 'seed: knex seed:run'],
    ],
    ['Knex without', { ...needing('knex'), 'knexfile.ts': '' }, ['wipe dropped', 'knex migrate:latest']],
    [
      'TypeORM with its data source in a script',
      {
        'package.json': {
          dependencies: { typeorm: '*' },
          scripts: { typeorm: 'typeorm-ts-node-commonjs migration:run -d src/data-source.ts && echo' },
        },
      },
      ['wipe dropped', 'typeorm-ts-node-commonjs migration:run -d src/data-source.ts'],
    ],
    [
      'Sequelize',
      { ...needing('sequelize-cli'), '.sequelizerc': '', 'seeders/1.js': '' },
      ['wipe dropped', 'sequelize-cli db:migrate', 'seed: sequelize-cli db:seed:all'],
    ],
    [
      'MikroORM with migrations',
      { ...needing('@mikro-orm/cli', '@mikro-orm/migrations'), 'mikro-orm.config.ts': '' },
      ['wipe dropped', 'mikro-orm migration:up'],
    ],
    [
      'MikroORM without, with seeders',
      { ...needing('@mikro-orm/cli', '@mikro-orm/seeder'), 'src/mikro-orm.config.ts': '', 'src/seeders/a.ts': '' },
      ['wipe dropped', 'mikro-orm schema:create --run', 'seed: mikro-orm seeder:run'],
    ],
    [
      'node-pg-migrate',
      { ...needing('node-pg-migrate'), 'migrations/1.js': '' },
      ['wipe dropped', 'node-pg-migrate up'],
    ],
    ['graphile-migrate', { ...needing('graphile-migrate'), '.gmrc': '{}' }, ['graphile-migrate reset --erase']],
    [
      'kysely-ctl',
      { ...needing('kysely-ctl'), 'kysely.config.ts': '', 'seeds/a.ts': '' },
      ['wipe dropped', 'kysely migrate:latest', 'seed: kysely seed:run'],
    ],
    [
      'Rails with a dumped schema',
      { 'bin/rails': '', 'config/database.yml': '', 'db/schema.rb': '' },
      ['env SKIP_TEST_DATABASE=1 bin/rails db:reset'],
    ],
    [
      'Rails without',
      { 'bin/rails': '', 'config/database.yml': '' },
      ['env SKIP_TEST_DATABASE=1 bin/rails db:migrate:reset'],
    ],
    [
      'Laravel',
      {
        artisan: '',
        'composer.json': { require: { 'laravel/framework': '*' } },
        'database/seeders/DatabaseSeeder.php': '',
      },
      ['wipe dropped', 'php artisan migrate --force', 'seed: php artisan db:seed --force'],
    ],
    [
      'Django with uv',
      { 'manage.py': 'import django', 'uv.lock': '' },
      ['wipe dropped', 'uv run python manage.py migrate --noinput'],
    ],
    [
      'Alembic with poetry',
      { 'alembic.ini': '', 'poetry.lock': '' },
      ['wipe dropped', 'poetry run alembic upgrade head'],
    ],
    [
      'Alembic in a virtual environment',
      { 'alembic.ini': '', '.venv/bin/alembic': '' },
      ['wipe dropped', '.venv/bin/alembic upgrade head'],
    ],
    ['Ecto', { 'mix.exs': '"ecto.reset": ["ecto.drop", "ecto.setup"]' }, ['mix ecto.reset']],
    ['Diesel', { 'diesel.toml': '' }, ['diesel database reset']],
  ])('%s', (_, files, steps) => {
    expect(stepsOf(question(files))).toEqual(steps)
  })

  it('may be declared further up and installed there', () => {
    const asked = question({ 'package.json': {}, 'knexfile.js': '' }, { installed: { knex: '3.1.0' } })
    expect(chooseReset(asked).reason).toBe('Knex: knex in node_modules, knexfile.js')
  })

  it('are named with what gave them away', () => {
    expect(chooseReset(question({ ...needing('knex'), 'knexfile.js': '' })).reason).toBe(
      'Knex: knex in package.json, knexfile.js',
    )
  })
})

describe('a choice that pgsafe cannot make', () => {
  it('of two tools is refused with both of them and what to configure', () => {
    const both = { ...migrated, ...needing('prisma', 'knex'), 'knexfile.js': '' }
    expect(() => chooseReset(question(both, six))).toThrow(
      expect.objectContaining({
        code: 'invalid-setting',
        message: expect.stringMatching(/Prisma \(.*schema\.prisma.*\) and Knex \(.*knexfile\.js\)/),
        hint: expect.stringContaining('reset.command'),
      }),
    )
  })

  it.each<[string, Files, string]>([
    [
      'Rails with several databases',
      { 'bin/rails': '', 'config/database.yml': 'production:\n  animals:\n    migrations_paths: db/animals' },
      'db:reset drops all its databases',
    ],
    [
      'an ecto.reset of its own making',
      { 'mix.exs': '"ecto.reset": ["run wipe.exs"]' },
      'does not begin with ecto.drop',
    ],
  ])('of %s is left to the person', (_, files, message) => {
    expect(() => chooseReset(question(files))).toThrow(message)
  })

  it('of TypeORM’s data source is refused as well', () => {
    expect(() => chooseReset(question(needing('typeorm')))).toThrow('no script of package.json says which data source')
  })

  it('is none when package.json cannot be read', () => {
    expect(stepsOf(question({ 'package.json': '{', 'knexfile.js': '' }))).toEqual(['wipe emptied'])
  })
})
