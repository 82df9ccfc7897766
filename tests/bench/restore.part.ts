import { alternate } from './frame/alternate.ts'
import { benchDatabase } from './frame/bench-database.ts'
import { compare } from './frame/compare.ts'
import { measure, type Measuring } from './frame/measure.ts'
import { roundsOf } from './frame/options.ts'
import { backUp, loadWith, restoreWith } from './frame/restoring.ts'

interface Case {
  readonly title: string
  readonly flags: readonly string[]
  readonly by: readonly Alternative[]
}

interface Alternative {
  /** What people type instead. */
  readonly name: string
  /** Gets the backup's path. */
  readonly load: (path: string) => string
  readonly limit: number | null
}

const pgRestores: readonly Alternative[] = [
  { name: 'pg_restore -j2', load: pgRestore(2), limit: 1.15 },
  // As many as pgsafe takes by itself on two cores.
  { name: 'pg_restore -j4', load: pgRestore(4), limit: null },
]

const cases: readonly Case[] = [
  {
    title: 'directory',
    flags: ['--format', 'directory', '--jobs', '2'],
    by: pgRestores,
  },
  { title: 'custom', flags: ['--format', 'custom'], by: pgRestores },
  { title: '.sql.gz', flags: ['--compress'], by: [{ name: 'gunzip | psql', load: psql, limit: 1.05 }] },
]

for (const one of cases) measure(`restore of ${one.title}`, roundsOf.quick, (measuring) => compareLoads(measuring, one))

async function compareLoads(measuring: Measuring, { title, flags, by }: Case): Promise<void> {
  const database = await benchDatabase('medium')
  const backup = await backUp(measuring.pgsafe, database, ...flags)
  const times = await alternate(roundsOf.quick, [
    ...by.map(({ name, load }) => loadWith(measuring, name, load(backup.path))),
    restoreWith(measuring, 'pgsafe', backup, database),
  ])
  const ours = times('pgsafe')
  for (const { name, limit } of by) {
    measuring.row(compare({ what: `restore of ${title}`, against: name, limit, ours, theirs: times(name) }))
  }
}

function pgRestore(jobs: number): (path: string) => string {
  return (path) => `pg_restore -j${String(jobs)} --exit-on-error -d "$PGDATABASE" '${path}'`
}

function psql(path: string): string {
  return `gunzip -c '${path}' | psql -X -q -v ON_ERROR_STOP=1 -o /dev/null`
}
