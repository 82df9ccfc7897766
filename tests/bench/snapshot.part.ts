import { alternate } from './frame/alternate.ts'
import { benchDatabase, checkpoint, copyDatabase, dropKept } from './frame/bench-database.ts'
import { compare } from './frame/compare.ts'
import { measure } from './frame/measure.ts'
import { roundsOf } from './frame/options.ts'

const rounds = roundsOf.slow
const dumpGzip = 'pg_dump | gzip'
const guarded = 'bench_guarded'

measure('guard with a snapshot', rounds, async ({ pgsafe, shell, remove, row }) => {
  await copyDatabase(await benchDatabase('medium'), guarded)
  const times = await alternate(rounds, [
    { name: dumpGzip, before: checkpoint, run: () => shell(guarded, 'pg_dump | gzip > dump.sql.gz') },
    {
      name: 'pgsafe',
      before: checkpoint,
      // A command that does nothing: all of the time is the guard's.
      run: () => pgsafe(guarded, ['guard', '--engine', 'snapshot', '--confirm', guarded, '--', 'true']),
      after: async () => {
        await dropKept()
        remove('backups')
      },
    },
  ])
  const what = 'guard --engine snapshot: what it adds'
  row(compare({ what, against: dumpGzip, limit: 0.2, ours: times('pgsafe'), theirs: times(dumpGzip) }))
})
