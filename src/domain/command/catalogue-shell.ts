import { list, rules, type Tool } from './command-rule.ts'

const { none, inspect, all, database } = rules

/** What surrounds database commands in scripts. Programs that run others (find, xargs) or delete files are not here. */
export const shellTools: readonly Tool[] = [
  {
    name: 'shell',
    programs: list(`
      :, echo, printf, true, false, yes, cat, zcat, gunzip, gzip, zstd, ls, pwd, cd, export, set, unset, exit,
      sleep, test, [, head, tail, grep, sort, uniq, wc, date, which, mkdir, touch, read, tee, sed, tr, cut, wait,
      whoami, hostname, basename, dirname
    `),
    rules: [none('', '')],
  },
  {
    name: 'development tool',
    programs: ['tsc', 'eslint', 'oxlint', 'prettier', 'biome', 'wait-on', 'wait-for-it.sh', 'wait-port', 'dockerize'],
    rules: [none('', '')],
  },
  {
    name: 'pgsafe',
    programs: ['pgsafe'],
    valueFlags: ['--url', '--config', '--dir', '--confirm', '--agent', '--to', '--label', '--file', '--id'],
    rules: [
      all(['restore', 'undo', 'reset'], 'replace the contents of the database; pgsafe keeps what was there'),
      inspect(['prune', 'recover'], 'remove backups or what a crash left'),
      none('', ''),
    ],
  },
  {
    name: 'shell',
    programs: ['source', '.'],
    rules: [none('*.env*', '')],
  },
  {
    name: 'package manager',
    programs: ['npm', 'pnpm', 'yarn', 'bun'],
    rules: [inspect(['install', 'i', 'ci', 'add', 'update'], 'install packages, whose install scripts run')],
    harmless: ['ls', 'list', 'why', 'outdated', 'view', 'info', 'pack'],
  },
  {
    name: 'rm',
    programs: ['rm'],
    manyTasks: true,
    rules: [
      database(['*pgdata*', '*postgres*'], "delete what looks like a server's data directory", {
        beyond: 'every database, role and setting of the server',
      }),
      inspect('', "delete files; a server's data directory may be among them"),
    ],
  },
]
