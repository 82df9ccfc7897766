import { alternate, secondsOf } from './frame/alternate.ts'
import { benchDatabase } from './frame/bench-database.ts'
import { measure, type Measuring } from './frame/measure.ts'
import { roundsOf } from './frame/options.ts'
import { backUp, loadWith, restoreWith } from './frame/restoring.ts'
import { ratioOf, statsOf } from './frame/stats.ts'

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

for (const one of cases) measure(`restore of ${one.title}`, roundsOf.slow, (measuring) => compare(measuring, one))

async function compare(measuring: Measuring, { title, flags, by, load, limit }: Case): Promise<void> {
  const database = await benchDatabase('medium')
  const backup = await backUp(measuring.pgsafe, database, ...flags)
  const times = await alternate(roundsOf.slow, [
    loadWith(measuring, by, load(backup.path)),
    restoreWith(measuring, 'pgsafe', backup, database),
  ])
  const [ours, theirs] = [secondsOf(times, 'pgsafe'), secondsOf(times, by)]
  const seconds = { ours: statsOf(ours), theirs: statsOf(theirs) }
  measuring.row({
    what: `restore of ${title}`,
    against: by,
    unit: 'ratio',
    value: ratioOf(ours, theirs),
    limit,
    seconds,
  })
}

function pgRestore(path: string): string {
  return `pg_restore -j2 --exit-on-error -d "$PGDATABASE" '${path}'`
}

function psql(path: string): string {
  return `gunzip -c '${path}' | psql -X -q -v ON_ERROR_STOP=1 -o /dev/null`
}
