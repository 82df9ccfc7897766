import { alternate, secondsOf, type Contender } from './frame/alternate.ts'
import { benchDatabase } from './frame/bench-database.ts'
import { measure } from './frame/measure.ts'
import { roundsOf } from './frame/options.ts'
import { ratioOf, statsOf } from './frame/stats.ts'

const rounds = roundsOf.quick
const alone = 'pg_dump -Fd -j2'

interface BackupDocument {
  readonly backup: unknown
  /** docs/json-output.md */
  readonly timings?: { readonly dumpMs: number; readonly verifyMs: number }
}

measure('a folder, two jobs', rounds, async ({ pgsafe, shell, remove, row }) => {
  const database = await benchDatabase('medium')
  const withoutVerification: number[] = []
  const contenders: Contender[] = [
    { name: alone, run: () => shell(database, 'pg_dump -Fd -j2 -f dump'), after: async () => remove('dump') },
    {
      name: 'pgsafe',
      run: () => pgsafe(database, ['backup', '--auto', '--json', '--format', 'directory', '--jobs', '2']),
      after: async ({ stdout, seconds }) => {
        const { timings } = JSON.parse(stdout) as BackupDocument
        if (timings !== undefined) withoutVerification.push(seconds - timings.verifyMs / 1000)
        remove('backups')
      },
    },
  ]
  const times = await alternate(rounds, contenders)
  const theirs = secondsOf(times, alone)
  const compare = (what: string, ours: readonly number[], limit: number) => {
    const seconds = { ours: statsOf(ours), theirs: statsOf(theirs) }
    row({ what, against: alone, unit: 'ratio', value: ratioOf(ours, theirs), limit, seconds })
  }
  const what = 'backup to a folder, 2 jobs'
  // The first is the warm-up's.
  compare(`${what}, unverified`, withoutVerification.slice(1), 1.15)
  compare(`${what}, verified`, secondsOf(times, 'pgsafe'), 1.6)
})
