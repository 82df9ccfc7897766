import { list, rules, type Tool } from './command-rule.ts'
import { phrases } from './phrases.ts'

const { none, inspect, some, all, database } = rules
const { runsPending, undoesAll, undoes } = phrases

/** Migration tools of the JavaScript world that stand close to SQL. */
export const queryBuilderTools: readonly Tool[] = [
  {
    name: 'drizzle-kit',
    programs: ['drizzle-kit'],
    valueFlags: list(`
      --config, --dialect, --schema, --url, --host, --port, --user, --password, --database, --ssl, --out, --name,
      --tablesFilter, --schemaFilters, --extensionsFilters, --output, --hints, --hints-file
    `),
    consentFlags: ['--force', '--hints', '--hints-file'],
    rules: [
      none('push', '', { flags: ['--explain'] }),
      all(
        ['push', 'push:pg'],
        'change the schema without asking: drop tables and columns, empty tables to alter them',
        {
          flags: ['--force'],
          safer: 'drizzle-kit push without --force, or drizzle-kit generate and read the SQL',
        },
      ),
      some(['push', 'push:pg'], 'change the schema; it may drop tables and columns, or empty tables to alter them', {
        safer: 'drizzle-kit generate, then read the SQL',
      }),
      inspect('migrate', runsPending),
      inspect('studio', 'open an editor in which rows can be deleted'),
    ],
    harmless: list(`
      drop, generate, generate:pg, check, check:pg, up, up:pg, pull, introspect, introspect:pg, export`),
  },
  {
    name: 'Knex',
    programs: ['knex', 'knex-cli'],
    valueFlags: list(`
      --knexfile, --knexpath, --cwd, --client, --connection, --env, --migrations-directory,
      --migrations-table-name, --specific, -x, --stub
    `),
    rules: [
      all('migrate:rollback', undoesAll, {
        flags: ['--all', '-a'],
        safer: 'knex migrate:down (one migration)',
      }),
      some('migrate:rollback', 'undo the last batch of migrations: everything, if they all ran at once', {
        safer: 'knex migrate:down (one migration)',
      }),
      some('migrate:down', 'undo one migration: what it created is dropped'),
      inspect(['migrate:latest', 'migrate:up'], runsPending),
      inspect('seed:run', 'run the seeds, which usually delete what is in their tables first'),
    ],
    harmless: list(`
      init, migrate:make, migrate:status, migrate:list, migrate:currentVersion, migrate:unlock, seed:make`),
  },
  {
    name: 'node-pg-migrate',
    programs: ['node-pg-migrate'],
    valueFlags: list(`
      -d, --database-url-var, -m, --migrations-dir, -s, --schema, -t, --migrations-table, -f, --config-file,
      --config-value, --envPath, --migrations-schema, --tsconfig, -j, -l
    `),
    rules: [
      none(['down', 'redo', 'up'], '', { flags: ['--dry-run'] }),
      some('down', 'undo migrations (the last one, or as many as are named): what they created is dropped'),
      some('redo', 'undo migrations and run them again: what they created is dropped'),
      inspect('up', runsPending),
    ],
    harmless: ['create'],
  },
  {
    name: 'graphile-migrate',
    programs: ['graphile-migrate'],
    valueFlags: ['-c', '--config'],
    consentFlags: ['--erase'],
    rules: [
      database('reset', 'drop the shadow database, create it again and run all migrations', { flags: ['--shadow'] }),
      database('reset', 'drop the database, create it again and run all migrations'),
      some(['watch', 'current', 'uncommit'], 'run the current migration, again and again as it is edited'),
      inspect(['migrate', 'commit'], runsPending),
      inspect('run', 'run an SQL file', {
        sql: ({ operands }) => operands.slice(1).map((path) => ({ kind: 'file', path })),
      }),
    ],
    harmless: ['init', 'status', 'compile'],
  },
  {
    name: 'kysely-ctl',
    programs: ['kysely'],
    valueFlags: ['-e', '--environment', '--jiti-options', '--config'],
    rules: [
      all(['migrate:rollback', 'migrate rollback'], undoesAll, {
        flags: ['--all'],
      }),
      some(['migrate:rollback', 'migrate rollback', 'migrate:down', 'migrate down'], undoes),
      inspect(['migrate:latest', 'migrate latest', 'migrate:up', 'migrate up'], runsPending),
      inspect(['seed:run', 'seed run'], 'run the seeds, which may delete what is there first'),
      inspect('sql', 'run the SQL it is given', {
        sql: ({ operands }) =>
          operands.length > 1 ? operands.slice(1).map((text) => ({ kind: 'text', text })) : [{ kind: 'stdin' }],
      }),
    ],
    harmless: list(`
      init, migrate:make, migrate make, migrate:list, migrate list, seed:make, seed make, seed:list, seed list`),
  },
]
