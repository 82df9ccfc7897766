import { list, rules, type Tool } from './command-rule.ts'
import { phrases } from './phrases.ts'

const { inspect, some, all, database } = rules
const { runsPending, undoesAll, undoes } = phrases

/** Migration tools of the Go world. */
export const goTools: readonly Tool[] = [
  {
    name: 'dbmate',
    programs: ['dbmate'],
    valueFlags: list(`
      -u, --url, -e, --env, --env-file, -d, --migrations-dir, --migrations-table, -s, --schema-file,
      --wait-timeout
    `),
    rules: [
      database('drop', 'drop the database'),
      some(['rollback', 'down'], 'undo the last migration: what it created is dropped'),
      inspect('load', 'load the schema file'),
      inspect(['up', 'migrate'], runsPending),
    ],
    harmless: ['new', 'create', 'status', 'dump', 'wait', 'help'],
  },
  {
    name: 'goose',
    programs: ['goose'],
    ignoresHelp: true,
    valueFlags: list(`
      -dir, --dir, -table, --table, -env, --env, -certfile, -ssl-cert, -ssl-key, -timeout, --timeout`),
    rules: [
      all(['reset', '* * reset', 'down-to 0', '* * down-to 0'], undoesAll, { safer: 'goose down (one migration)' }),
      some(['down', '* * down', 'down-to', '* * down-to', 'redo', '* * redo'], undoes),
      inspect(['up', '* * up', 'up-by-one', '* * up-by-one', 'up-to', '* * up-to'], runsPending),
    ],
    harmless: list('status, * * status, version, * * version, create, * * create, fix, * * fix, validate, env'),
  },
  {
    name: 'golang-migrate',
    programs: ['migrate'],
    valueFlags: list(`
      -database, --database, -path, --path, -source, --source, -prefetch, -lock-timeout, -ext, -dir, -format,
      -digits
    `),
    consentFlags: ['-f', '-all'],
    rules: [
      all('drop', 'drop every table of the schema'),
      some('down *', undoes, { safer: 'migrate down 1' }),
      all('down', undoesAll, { safer: 'migrate down 1' }),
      some('goto', 'migrate to that version; going back drops what later migrations created'),
      inspect('force', 'change which migration the database is said to be at'),
      inspect('up', runsPending),
    ],
    harmless: ['version', 'create', 'help'],
  },
]
