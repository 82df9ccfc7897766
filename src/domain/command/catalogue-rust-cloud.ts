import { list, rules, type Tool } from './command-rule.ts'
import { phrases } from './phrases.ts'
import { valuesOf } from './parse-arguments.ts'

const { none, inspect, some, all, database } = rules
const { runsPending, undoesAll, undoes, runsAgain } = phrases

const wholeStack = 'every database, role and setting of the local stack: its volume is removed'
const provider = "it acts on the provider's side: other databases, roles and settings go too"

/** Rust tools and the command lines of hosted PostgreSQL. */
export const rustCloudTools: readonly Tool[] = [
  {
    name: 'sqlx',
    programs: ['sqlx'],
    valueFlags: ['-D', '--database-url', '--source', '--target-version', '--connect-timeout', '--config'],
    consentFlags: ['-y', '-f', '--force'],
    rules: [
      none(['migrate revert', 'mig revert', 'migrate run', 'mig run'], '', { flags: ['--dry-run'] }),
      database(['database drop', 'db drop'], 'drop the database'),
      database(['database reset', 'db reset'], 'drop the database, create it again and run all migrations'),
      all(['migrate revert', 'mig revert'], undoesAll, { flags: ['--target-version=0'] }),
      some(['migrate revert', 'mig revert'], 'undo the last migration: what it created is dropped'),
      inspect(['migrate run', 'mig run', 'database setup', 'db setup'], runsPending),
    ],
    harmless: list(`
      database create, db create, migrate info, mig info, migrate add, mig add, migrate build-script, prepare,
      completions
    `),
  },
  {
    name: 'Diesel',
    programs: ['diesel'],
    valueFlags: ['--database-url', '--config-file', '--migration-dir', '-n', '--number', '--schema-key'],
    rules: [
      database(['database reset', 'db reset'], 'drop the database, create it again and run all migrations'),
      database(['database drop', 'db drop'], 'drop the database'),
      all(['migration revert', 'migration redo'], undoesAll, { flags: ['-a', '--all'] }),
      some(['migration revert', 'migration redo'], undoes),
      inspect(['migration run', 'database setup', 'db setup', 'setup'], runsPending),
    ],
    harmless: ['migration list', 'migration pending', 'migration generate', 'print-schema', 'completions'],
  },
  {
    name: 'SeaORM',
    programs: ['sea-orm-cli', 'sea'],
    valueFlags: ['-u', '--database-url', '-d', '--migration-dir', '-s', '--database-schema', '-n', '--num'],
    rules: [
      all('migrate fresh', runsAgain),
      all(['migrate refresh', 'migrate reset'], undoesAll),
      some('migrate down', undoes),
      none(['migrate status', 'migrate init', 'migrate generate'], ''),
      inspect(['migrate up', 'migrate'], runsPending),
    ],
    harmless: ['generate'],
  },
  {
    name: 'Loco',
    programs: ['loco'],
    valueFlags: ['-e', '--environment'],
    rules: [
      database('db drop', 'drop the database'),
      all('db reset', runsAgain),
      all('db truncate', 'empty every table'),
      some('db down', undoes),
      inspect(['db migrate', 'db seed'], 'run migrations or seeds, whatever they do'),
    ],
    harmless: ['db status', 'db create', 'db entities', 'db schema', 'routes', 'doctor', 'generate'],
  },
  {
    name: 'Supabase',
    programs: ['supabase'],
    valueFlags: list(`
      --db-url, --workdir, --project-ref, -p, --password, --version, --last, --profile, --network-id, --sql-paths,
      -f, --file
    `),
    consentFlags: ['--yes', '-y'],
    consentVariables: ['SUPABASE_YES'],
    rules: [
      all('db reset', 'drop the user schemas of the linked database and run all migrations again', {
        flags: ['--linked'],
      }),
      all('db reset', 'drop the user schemas and run all migrations again', {
        flags: ['--db-url'],
        beyond: `when that address is the local stack's: ${wholeStack}`,
      }),
      database('db reset', 'remove the local database with its volume, create it again and run all migrations', {
        beyond: wholeStack,
      }),
      some('migration down', undoes),
      some('db push', 'run pending migrations on the linked database', { safer: 'supabase db push --dry-run' }),
      database('stop', 'stop the local stack and delete its volumes', { flags: ['--no-backup'], beyond: wholeStack }),
      database(['projects delete', 'branches delete'], 'delete the whole project or branch', { beyond: provider }),
      inspect(['migration up', 'db query', 'seed'], 'run the SQL it is given', {
        sql: (args) => [
          ...args.operands.slice(2).map((text) => ({ kind: 'text', text }) as const),
          ...valuesOf(args, ['-f', '--file']).map((path) => ({ kind: 'file', path }) as const),
        ],
      }),
      inspect('migration repair', 'change which migrations are said to have run'),
    ],
    harmless: list(`
      status, start, stop, init, login, link, db diff, db dump, db lint, db pull, db start, migration list,
      migration new, migration fetch, migration squash, gen, projects list, branches list, inspect, test, services
    `),
  },
  {
    name: 'Hasura',
    programs: ['hasura'],
    valueFlags: list(`
      --endpoint, --admin-secret, --database-name, --down, --up, --goto, --type, --version, --envfile, --project,
      --file, -f
    `),
    consentFlags: ['--force', '--disable-interactive'],
    consentVariables: ['HASURA_GRAPHQL_DISABLE_INTERACTIVE'],
    rules: [
      all('migrate apply', undoesAll, { flags: ['--down=all', '--goto=0'] }),
      some('migrate apply', undoes, { flags: ['--down', '--goto', '--type=down'] }),
      inspect(['migrate apply', 'deploy', 'seed apply'], runsPending),
      some('migrate delete', 'delete migrations, also from what the server has recorded'),
      some('metadata clear', "remove the server's metadata (no rows)"),
    ],
    harmless: ['migrate status', 'migrate create', 'metadata export', 'metadata diff', 'version', 'console'],
  },
]
