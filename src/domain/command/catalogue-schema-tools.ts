import { list, rules, type Tool } from './command-rule.ts'
import { phrases } from './phrases.ts'

const { none, inspect, some, all } = rules
const { runsPending, undoesAll, undoes } = phrases

/** Migration tools that belong to no framework and no language, by configuration or plain SQL. */
export const schemaTools: readonly Tool[] = [
  {
    name: 'Flyway',
    programs: ['flyway'],
    ignoresHelp: true,
    manyTasks: true,
    consentFlags: ['-cleanDisabled=false'],
    consentVariables: ['FLYWAY_CLEAN_DISABLED=false'],
    rules: [
      all(['clean', 'flyway:clean', 'flywayClean'], 'drop everything in the configured schemas'),
      some(['undo', 'flyway:undo', 'flywayUndo'], undoes),
      inspect(['migrate', 'flyway:migrate', 'flywayMigrate'], runsPending),
      inspect(['repair', 'baseline', 'deploy'], 'change what Flyway has recorded, or deploy a script'),
    ],
    harmless: list(`
      info, validate, check, help, testConnection, list-engines, version, auth, flyway:info, flyway:validate,
      flywayInfo, flywayValidate
    `),
  },
  {
    name: 'Maven or Gradle',
    programs: ['mvn', 'mvnw', 'gradle', 'gradlew'],
    valueFlags: ['-f', '--file', '-P', '-pl', '-p', '--project-dir'],
    manyTasks: true,
    consentFlags: ['-Dflyway.cleanDisabled=false', '-Dliquibase.force=true'],
    rules: [
      all(
        ['flyway:clean', 'flywayClean', '*:flywayClean', 'liquibase:dropAll', 'dropAll', '*:dropAll'],
        'drop everything in the configured schemas',
      ),
      some(['flyway:undo', 'flywayUndo', 'liquibase:rollback*', 'rollback*'], undoes),
      inspect(['flyway:migrate', 'flywayMigrate', 'liquibase:update', 'update'], runsPending),
    ],
    harmless: ['flyway:info', 'flyway:validate', 'flywayInfo', 'flywayValidate', 'liquibase:status', 'tasks'],
  },
  {
    name: 'Liquibase',
    programs: ['liquibase'],
    valueFlags: list(`
      --url, --username, --password, --defaults-file, --changelog-file, --search-path, --schemas, --tag, --count,
      --date, --sql, --sql-file
    `),
    consentFlags: ['--force', '--require-force=false'],
    rules: [
      all(['drop-all', 'dropAll'], 'drop everything in the schema'),
      none(
        [
          'rollback-sql',
          'rollback-count-sql',
          'rollback-to-date-sql',
          'update-sql',
          'future-rollback*',
          'rollbackSQL',
          'rollbackCountSQL',
          'updateSQL',
        ],
        '',
      ),
      some(['rollback*', 'undo*', 'update-testing-rollback'], undoes),
      inspect(
        ['update*', 'execute-sql', 'executeSql', 'changelog-sync*', 'mark-next-changeset-ran', 'clear-checksums'],
        runsPending,
      ),
    ],
    harmless: list(`
      status, validate, history, diff*, generate-changelog, snapshot*, db-doc, checks, list-locks, connect,
      calculate-checksum, init
    `),
  },
  {
    name: 'Sqitch',
    programs: ['sqitch'],
    valueFlags: list(`
      -t, --target, -d, --db-name, -h, --db-host, -p, --db-port, -u, --db-user, --chdir, -C, --to, --to-change,
      --onto
    `),
    consentFlags: ['-y'],
    rules: [
      some('revert', 'undo changes (all of them, without --to): what they created is dropped', {
        flags: ['--to', '--to-change', '-t'],
      }),
      all('revert', undoesAll),
      some(['rebase', 'checkout'], 'undo changes and deploy again: what they created is dropped'),
      inspect('deploy', 'deploy pending changes, whatever they do'),
    ],
    harmless: ['status', 'log', 'plan', 'verify', 'show', 'add', 'tag', 'init', 'check', 'help', 'config'],
  },
  {
    name: 'Atlas',
    programs: ['atlas'],
    valueFlags: list(`
      -u, --url, --env, -c, --config, --to, -f, --dir, --dev-url, -s, --schema, --var, --revisions-schema,
      --exclude
    `),
    consentFlags: ['--auto-approve'],
    rules: [
      none(['schema apply', 'migrate apply', 'migrate down'], '', { flags: ['--dry-run'] }),
      all('schema clean', 'drop everything in the database'),
      some('schema apply', 'change the schema; what the desired one lacks is dropped', {
        safer: 'atlas schema apply --dry-run',
      }),
      some('migrate down', undoes),
      inspect('migrate apply', runsPending),
      inspect('migrate set', 'change which migration the database is said to be at'),
    ],
    harmless: list(`
      schema inspect, schema diff, schema fmt, migrate diff, migrate status, migrate lint, migrate hash, migrate
      new, migrate validate, version
    `),
  },
]
