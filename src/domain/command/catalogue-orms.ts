import { list, rules, type Tool } from './command-rule.ts'
import { phrases } from './phrases.ts'

const { none, inspect, some, all, database } = rules
const { runsPending, undoesAll, undoes, runsAgain } = phrases

/** Object-relational mappers of the JavaScript world. */
export const ormTools: readonly Tool[] = [
  {
    name: 'TypeORM',
    programs: ['typeorm', 'typeorm-ts-node-commonjs', 'typeorm-ts-node-esm'],
    valueFlags: ['-d', '--dataSource', '-t', '--transaction', '-n'],
    rules: [
      all('schema:drop', 'drop every table, view and enum of the schema'),
      some('schema:sync', 'change the schema; columns and tables that the entities no longer have are dropped', {
        safer: 'typeorm schema:log (shows the SQL)',
      }),
      some('migration:revert', 'undo the last migration: what it created is dropped'),
      inspect('migration:run', runsPending),
      inspect('query', 'run the SQL it is given', {
        sql: ({ operands }) => operands.slice(1).map((text) => ({ kind: 'text', text })),
      }),
    ],
    harmless: list(`
      init, schema:log, migration:show, migration:create, migration:generate, entity:create, subscriber:create,
      version, cache:clear
    `),
  },
  {
    name: 'Sequelize',
    programs: ['sequelize', 'sequelize-cli'],
    valueFlags: list(`
      --env, --config, --options-path, --migrations-path, --seeders-path, --models-path, --url, --to, --from,
      --name, --seed, --schema, --encoding, --collate, --template
    `),
    rules: [
      database('db:drop', 'drop the database'),
      all('db:migrate:undo:all', undoesAll, {
        safer: 'sequelize db:migrate:undo (one migration)',
      }),
      some('db:migrate:undo', 'undo the last migration: what it created is dropped'),
      some('db:seed:undo:all', 'delete what the seeders put in'),
      some('db:seed:undo', 'delete what a seeder put in'),
      inspect(['db:migrate', 'db:migrate:schema:timestamps:add'], runsPending),
      inspect(['db:seed', 'db:seed:all'], 'run the seeders'),
    ],
    harmless: list(`
      init, init:config, init:migrations, init:models, init:seeders, db:create, db:migrate:status,
      migration:generate, migration:create, model:generate, model:create, seed:generate, seed:create
    `),
  },
  {
    name: 'MikroORM',
    programs: ['mikro-orm', 'mikro-orm-esm'],
    valueFlags: ['--config', '--context', '--contextName', '-t', '--to', '-f', '--from', '-o', '--only', '--schema'],
    consentFlags: ['-r', '--run'],
    rules: [
      none(['schema:drop', 'schema:fresh', 'schema:update', 'schema:create'], '', { flags: ['-d', '--dump'] }),
      database(['schema:drop', 'schema:fresh', 'migration:fresh'], 'drop the database', { flags: ['--drop-db'] }),
      all('migration:fresh', runsAgain),
      all('schema:drop', 'drop every table of the schema', {
        flags: ['-r', '--run'],
        safer: 'mikro-orm schema:drop --dump',
      }),
      all('schema:fresh', 'drop every table and create them again from the entities', {
        flags: ['-r', '--run'],
        safer: 'mikro-orm schema:update --dump',
      }),
      some('schema:update', 'change the schema; tables that no entity has are dropped', {
        flags: ['-r', '--run'],
        safer: 'mikro-orm schema:update --dump, or --safe',
      }),
      none(['schema:drop', 'schema:fresh', 'schema:update'], ''),
      some('migration:down', undoes),
      inspect('migration:up', runsPending),
      inspect('schema:create', 'create the tables of the entities', { flags: ['-r', '--run'] }),
      inspect('seeder:run', 'run the seeders'),
      inspect('database:import', 'run an SQL file', {
        sql: ({ operands }) => operands.slice(1).map((path) => ({ kind: 'file', path })),
      }),
    ],
    harmless: list(`
      debug, database:create, cache:clear, cache:generate, generate-entities, generate-cache, compile,
      migration:create, migration:list, migration:pending, migration:check, schema:create, seeder:create,
      discovery:export
    `),
  },
]
