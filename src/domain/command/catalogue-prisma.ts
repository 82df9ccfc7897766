import { list, rules, type Tool } from './command-rule.ts'
import { phrases } from './phrases.ts'
import { valuesOf } from './parse-arguments.ts'

const { none, inspect, some, all, database } = rules
const { wipesSchema } = phrases

/** Prisma 5 to 8. */
export const prismaTools: readonly Tool[] = [
  {
    name: 'Prisma',
    programs: ['prisma'],
    valueFlags: list(`
      --schema, --config, --url, --db, --file, --name, -n, --to, --confirm, --applied, --rolled-back`),
    consentFlags: ['--force', '-f', '--accept-data-loss', '--force-reset', '--no-interactive', '--confirm'],
    consentVariables: ['PRISMA_USER_CONSENT_FOR_DANGEROUS_AI_ACTION'],
    rules: [
      all('migrate reset', 'drop every table of the schema and run all migrations again', {
        flags: ['--skip-seed'],
        safer: 'prisma migrate dev (keeps the data where it can)',
      }),
      all('migrate reset', wipesSchema, { safer: 'prisma migrate dev (keeps the data where it can)' }),
      all('db push', 'drop every table of the schema and create them again from schema.prisma, without asking', {
        flags: ['--force-reset'],
        safer: 'prisma db push without --force-reset',
      }),
      some('db push', 'change the schema; tables and columns that schema.prisma no longer has are dropped', {
        safer: 'prisma migrate dev --create-only, then read the SQL',
      }),
      some(
        'migrate dev',
        'run pending migrations; up to Prisma 6.4 it may wipe the schema when migrations have drifted',
        {
          safer: 'prisma migrate dev --create-only, then read the SQL',
        },
      ),
      database('db drop', 'drop the database'),
      inspect('db execute', 'run the SQL it is given', {
        sql: (args) =>
          args.flags.has('--stdin')
            ? [{ kind: 'stdin' }]
            : valuesOf(args, ['--file']).map((path) => ({ kind: 'file', path })),
      }),
      inspect('migrate deploy', 'run pending migrations, whatever their SQL does'),
      inspect('migrate resolve', 'mark a migration as applied or rolled back'),
      inspect('db seed', "run the project's seed script"),
      inspect('studio', 'open an editor in which rows can be deleted'),
      none('db update', '', { flags: ['--dry-run'] }),
      some('db update', 'carry out the plan; tables and columns that the schema no longer has are dropped', {
        safer: 'prisma db update --dry-run',
      }),
    ],
    harmless: list(`
      generate, validate, format, version, init, debug, complete, platform, db pull, db verify, migrate status,
      migrate diff, migration status
    `),
  },
  {
    name: 'Wasp',
    programs: ['wasp'],
    ignoresHelp: true,
    consentFlags: ['--force'],
    rules: [
      all('db reset', wipesSchema),
      some('db migrate-dev', 'run pending migrations'),
      inspect('db seed', "run the project's seed script"),
    ],
    harmless: ['version', 'info', 'build', 'compile'],
  },
  {
    name: 'ZenStack',
    programs: ['zen', 'zenstack'],
    valueFlags: ['--schema', '--name'],
    consentFlags: ['--force', '--accept-data-loss', '--force-reset'],
    rules: [
      all('migrate reset', wipesSchema),
      all('db push', 'drop every table of the schema and create them again', { flags: ['--force-reset'] }),
      some(['db push', 'migrate dev'], 'change the schema; what the model no longer has is dropped'),
      inspect('migrate deploy', 'run pending migrations, whatever their SQL does'),
    ],
    harmless: ['generate', 'info', 'check', 'format', 'migrate status'],
  },
  {
    name: 'Keystone',
    programs: ['keystone'],
    rules: [all('dev', 'drop every table of the schema and create them again', { flags: ['--reset-db'] })],
    harmless: ['build', 'postinstall'],
  },
]
