import { list, rules, type SqlSource, type Tool } from './command-rule.ts'
import { type ToolArguments, valuesOf } from './parse-arguments.ts'

const { none, inspect, some, all, database } = rules

const connection = ['-h', '--host', '-p', '--port', '-U', '--username', '--maintenance-db']
const wholeServer = 'roles, tablespaces and the other databases of the server'

/** psql's -c and -f; without either it reads its standard input. */
function psqlSources(args: ToolArguments): SqlSource[] {
  const texts = valuesOf(args, ['-c', '--command']).map((text) => ({ kind: 'text', text }) as const)
  const files = valuesOf(args, ['-f', '--file']).map((path): SqlSource =>
    path === '-' ? { kind: 'stdin' } : { kind: 'file', path },
  )
  return texts.length + files.length === 0 ? [{ kind: 'stdin' }] : [...texts, ...files]
}

/** PostgreSQL's own programs. */
export const nativeTools: readonly Tool[] = [
  {
    name: 'psql',
    programs: ['psql'],
    clusters: true,
    valueFlags: [
      ...connection,
      ...list(`
      -c, --command, -f, --file, -d, --dbname, -v, --set, --variable, -F, --field-separator, -P, --pset, -R,
      --record-separator, -T, --table-attr, -o, --output, -L, --log-file
    `),
    ],
    rules: [
      none('', '', { flags: ['-l', '--list', '-V', '-?'] }),
      inspect('', 'run the SQL it is given', { sql: psqlSources }),
    ],
  },
  {
    name: 'dropdb',
    programs: ['dropdb'],
    clusters: true,
    valueFlags: connection,
    consentFlags: ['-f', '--force'],
    rules: [database('', 'drop the database')],
  },
  {
    name: 'dropuser',
    programs: ['dropuser'],
    clusters: true,
    valueFlags: connection,
    rules: [some('', 'drop a role', { beyond: 'roles belong to the whole server, not to a database' })],
  },
  {
    name: 'pg_restore',
    programs: ['pg_restore'],
    clusters: true,
    valueFlags: [
      ...connection,
      ...list(`
      -d, --dbname, -f, --file, -F, --format, -j, --jobs, -L, --use-list, -n, --schema, -N, --exclude-schema, -t,
      --table, -P, --function, -I, --index, -T, --trigger, -S, --superuser, --role, --section
    `),
    ],
    rules: [
      none('', '', { flags: ['-l', '--list', '-V', '-?'] }),
      none('', '', { flags: ['-f', '--file'] }),
      database('', 'drop the database that is named inside the archive, and create it again', {
        flags: ['-C', '--create'],
        also: ['-c', '--clean'],
      }),
      all('', 'drop what the archive holds before restoring it', {
        flags: ['-c', '--clean'],
        also: ['-d', '--dbname'],
      }),
      some('', 'load an archive into the database', { flags: ['-d', '--dbname'] }),
      none('', ''),
    ],
  },
  {
    name: 'PostgreSQL',
    programs: list(`
      pg_dump, pg_dumpall, pg_isready, pg_config, createdb, createuser, pg_basebackup, pg_amcheck, pg_controldata,
      vacuumdb, reindexdb, clusterdb, pg_verifybackup, pgbackrest, wal-g, pg_lsclusters
    `),
    rules: [
      database(
        ['restore', 'backup-fetch', 'stanza-delete', 'delete'],
        "replace the server's data directory, or delete its backups",
        { beyond: wholeServer },
      ),
      none('', ''),
    ],
  },
  {
    name: 'PostgreSQL server',
    programs: list(`
      initdb, pg_resetwal, pg_rewind, pg_dropcluster, pg_createcluster, pg_upgrade, pg_ctl, pg_upgradecluster`),
    rules: [
      none(['status', 'start', 'stop', 'restart', 'reload', 'promote'], ''),
      database('', "change or replace the server's data directory", { beyond: wholeServer }),
    ],
  },
  {
    name: 'pgbench',
    programs: ['pgbench'],
    clusters: true,
    valueFlags: [
      ...connection,
      ...list(`
      -s, --scale, -c, --client, -j, --jobs, -T, --time, -t, --transactions, -f, --file, -b, --builtin, -F, -M,
      -D, -I
    `),
    ],
    rules: [
      some('', 'drop and create the pgbench_ tables', { flags: ['-i', '--initialize', '-I', '--init-steps'] }),
      inspect('', 'change rows of the pgbench_ tables, or run the script it is given'),
    ],
  },
]
