import { alternate } from './frame/alternate.ts'
import { benchDatabase } from './frame/bench-database.ts'
import { compare } from './frame/compare.ts'
import { measure, type Measuring } from './frame/measure.ts'
import { roundsOf } from './frame/options.ts'
import { backUp, loadWith, restoreWith } from './frame/restoring.ts'

interface Case {
  readonly title: string
  readonly flags: readonly string[]
  /** What people type instead; gets the backup's path. */
  readonly by: string
  readonly load: (path: string) => string
  readonly limit: number
}

const cases: readonly Case[] = [
  {
    title: 'directory',
    flags: ['--format', 'directory', '--jobs', '2'],
    by: 'pg_restore -j2',
    load: pgRestore,
    limit: 1.15,
  },
  { title: 'custom', flags: ['--format', 'custom'], by: 'pg_restore -j2', load: pgRestore, limit: 1.15 },
  { title: '.sql.gz', flags: ['--compress'], by: 'gunzip | psql', load: psql, limit: 1.05 },
]

for (const one of cases) measure(`restore of ${one.title}`, roundsOf.slow, (measuring) => compareLoads(measuring, one))

async function compareLoads(measuring: Measuring, { title, flags, by, load, limit }: Case): Promise<void> {
  const database = await benchDatabase('medium')
  const backup = await backUp(measuring.pgsafe, database, ...flags)
  const times = await alternate(roundsOf.slow, [
    loadWith(measuring, by, load(backup.path)),
    restoreWith(measuring, 'pgsafe', backup, database),
  ])
  measuring.row(compare({ what: `restore of ${title}`, against: by, limit, ours: times('pgsafe'), theirs: times(by) }))
}

function pgRestore(path: string): string {
  return `pg_restore -j2 --exit-on-error -d "$PGDATABASE" '${path}'`
}

function psql(path: string): string {
  return `gunzip -c '${path}' | psql -X -q -v ON_ERROR_STOP=1 -o /dev/null`
}
