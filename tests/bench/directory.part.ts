import { alternate, type Contender } from './frame/alternate.ts'
import { benchDatabase } from './frame/bench-database.ts'
import { compare } from './frame/compare.ts'
import { measure } from './frame/measure.ts'
import { roundsOf } from './frame/options.ts'

const rounds = roundsOf.quick
const alone = 'pg_dump -Fd -j2'

interface BackupDocument {
  /** docs/json-output.md */
  readonly timings: { readonly dumpMs: number; readonly verifyMs: number }
}

measure('a folder, two jobs', rounds, async ({ pgsafe, shell, remove, row }) => {
  const database = await benchDatabase('medium')
  const verifying: number[] = []
  const contenders: Contender[] = [
    { name: alone, run: () => shell(database, 'pg_dump -Fd -j2 -f dump'), after: async () => remove('dump') },
    {
      name: 'pgsafe',
      run: () => pgsafe(database, ['backup', '--auto', '--json', '--format', 'directory', '--jobs', '2']),
      after: async ({ stdout }) => {
        verifying.push((JSON.parse(stdout) as BackupDocument).timings.verifyMs / 1000)
        remove('backups')
      },
    },
  ]
  const times = await alternate(rounds, contenders)
  const [what, against, theirs] = ['backup to a folder, 2 jobs', alone, times(alone)]
  // The first is the warm-up's.
  const unverified = times('pgsafe').map((timing, round) => ({
    ...timing,
    seconds: timing.seconds - (verifying[round + 1] ?? Number.NaN),
  }))
  row(compare({ what: `${what}, unverified`, against, limit: 1.15, ours: unverified, theirs }))
  row(compare({ what: `${what}, verified`, against, limit: 1.6, ours: times('pgsafe'), theirs }))
})
