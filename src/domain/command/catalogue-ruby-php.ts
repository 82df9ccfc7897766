import { list, rules, type Tool } from './command-rule.ts'
import { phrases } from './phrases.ts'

const { none, inspect, some, all, database } = rules
const { runsPending, undoesAll, undoes, runsAgain } = phrases

const alsoTest = 'in development the test database is dropped as well, unless DATABASE_URL or SKIP_TEST_DATABASE is set'

/** Ruby and PHP: Rails (also as rake), Laravel, Doctrine. */
export const rubyPhpTools: readonly Tool[] = [
  {
    name: 'Rails',
    programs: ['rails', 'rake'],
    valueFlags: ['-e', '--environment', '-f', '-C'],
    assignments: true,
    manyTasks: true,
    consentVariables: ['DISABLE_DATABASE_ENVIRONMENT_CHECK'],
    rules: [
      none(['db:migrate:status', 'db:migrate:status:*'], ''),
      database(['db:drop', 'db:drop:*'], 'drop the database', { beyond: alsoTest }),
      database(['db:reset', 'db:reset:*'], 'drop the database, create it again from the schema, run the seeds', {
        beyond: alsoTest,
      }),
      database('db:migrate:reset', 'drop the database, create it again, run all migrations', { beyond: alsoTest }),
      all(['db:purge', 'db:purge:*'], 'drop the database and create it empty'),
      all(
        ['db:schema:load', 'db:schema:load:*', 'db:structure:load', 'db:structure:load:*', 'db:setup', 'db:setup:*'],
        'load the schema: its tables are dropped and created empty',
      ),
      all('db:truncate_all', 'empty every table'),
      all('db:seed:replant', 'empty every table, then run the seeds'),
      some('db:fixtures:load', 'empty the tables that have fixtures, then load those'),
      some('db:test:*', 'drop and rebuild the test database'),
      some('db:prepare', 'create or migrate the database'),
      all('db:migrate', undoesAll, { flags: ['VERSION=0'] }),
      some(
        [
          'db:rollback',
          'db:rollback:*',
          'db:migrate:down',
          'db:migrate:down:*',
          'db:migrate:redo',
          'db:migrate:redo:*',
        ],
        undoes,
      ),
      inspect(['db:migrate', 'db:migrate:up', 'db:migrate:*'], runsPending),
      inspect(['db:seed', 'db:seed:*'], 'run the seeds'),
    ],
    harmless: list(`
      db:version, db:abort_if_pending_migrations, db:schema:dump,
      db:structure:dump, db:create, db:create:*, db:environment:set, routes, about, notes, stats,
      assets:precompile, zeitwerk:check, environment
    `),
  },
  {
    name: 'Laravel',
    programs: ['artisan'],
    valueFlags: ['--database', '--path', '--seeder', '--batch', '--class', '--env'],
    consentFlags: ['--force', '-n', '--no-interaction'],
    rules: [
      none(['migrate', 'migrate:*'], '', { flags: ['--pretend'] }),
      all('migrate:fresh', runsAgain),
      all(['migrate:refresh', 'migrate:reset'], undoesAll),
      all('db:wipe', 'drop every table (with options also views and types)'),
      some('migrate:rollback', 'undo the last batch of migrations: everything, if they all ran at once'),
      inspect('migrate', runsPending),
      inspect('db:seed', 'run the seeders'),
    ],
    harmless: list(`
      migrate:status, migrate:install, db:show, db:table, db:monitor, schema:dump, make:*, route:list, list,
      about, config:*, cache:clear, view:*
    `),
  },
  {
    name: 'Doctrine',
    programs: ['console', 'doctrine', 'doctrine-migrations'],
    valueFlags: ['--em', '--conn', '--connection', '-c', '--env', '-e', '--configuration', '--group'],
    consentFlags: ['--force', '-f', '-n', '--no-interaction'],
    rules: [
      none(['doctrine:*', 'd:*'], '', { flags: ['--dump-sql', '--dry-run'] }),
      database(['doctrine:database:drop', 'd:d:d'], 'drop the database'),
      all(
        ['doctrine:schema:drop', 'orm:schema-tool:drop'],
        'drop every table that has an entity (with --full-database: every table)',
      ),
      some(
        ['doctrine:schema:update', 'd:s:u', 'orm:schema-tool:update'],
        'change the schema; with --complete, tables without an entity are dropped',
      ),
      all(['doctrine:migrations:migrate first', 'd:m:m first', 'migrations:migrate first', 'migrate first'], undoesAll),
      some(
        [
          'doctrine:migrations:migrate prev',
          'd:m:m prev',
          'migrations:migrate prev',
          'migrate prev',
          'doctrine:migrations:execute',
          'd:m:e',
          'migrations:execute',
        ],
        'undo or repeat a migration',
      ),
      inspect(['doctrine:migrations:migrate', 'd:m:m', 'migrations:migrate', 'migrate'], runsPending),
      some(['doctrine:fixtures:load', 'd:f:l'], 'add the fixtures to what is there', { flags: ['--append'] }),
      all(['doctrine:fixtures:load', 'd:f:l'], 'empty every table that has an entity, then load the fixtures', {
        safer: 'add --append to keep the rows',
      }),
    ],
    harmless: list(`
      doctrine:database:create, d:d:c, doctrine:schema:validate, d:s:v, doctrine:mapping:info,
      doctrine:migrations:status, doctrine:migrations:list, doctrine:migrations:diff, d:m:s, make:*, debug:*,
      cache:*, list, about
    `),
  },
]
