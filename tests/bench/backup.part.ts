import { statSync } from 'node:fs'
import { alternate, secondsOf, type Contender } from './frame/alternate.ts'
import { benchDatabase } from './frame/bench-database.ts'
import { measure } from './frame/measure.ts'
import { roundsOf, zstdNode } from './frame/options.ts'
import { ratioOf, statsOf } from './frame/stats.ts'
import type { Timing } from './frame/timed.ts'

const rounds = roundsOf.quick
const dumpGzip = 'pg_dump | gzip'

measure('one file, compressed', rounds, async ({ pgsafe, shell, file, remove, row }) => {
  const database = await benchDatabase('medium')
  const bytes: Record<string, number> = {}
  const weigh = (name: string, path: string) => (bytes[name] = statSync(path).size)
  const backup = (name: string, kind: 'gzip' | 'zstd', node?: string): Contender => ({
    name,
    run: () =>
      pgsafe(database, ['backup', '--auto', '--json', `--compress=${kind}`], node === undefined ? {} : { node }),
    after: async ({ stdout }: Timing) => {
      const { path } = (JSON.parse(stdout) as { backup: { path: string } }).backup
      weigh(name, path)
      // What everybody has must be able to read it, to the last byte.
      await shell(
        database,
        kind === 'gzip'
          ? `gunzip -t '${path}'; zcat '${path}' | tail -c 100000 | grep -q 'dump complete'`
          : `zstd -tq '${path}'`,
      )
      remove('backups')
    },
  })
  const contenders: Contender[] = [
    {
      name: dumpGzip,
      run: () => shell(database, 'pg_dump | gzip > dump.sql.gz'),
      after: async () => weigh(dumpGzip, file('dump.sql.gz')),
    },
    backup('gzip', 'gzip'),
    ...(zstdNode === undefined ? [] : [backup('zstd', 'zstd', zstdNode)]),
  ]
  const times = await alternate(rounds, contenders)
  const theirs = secondsOf(times, dumpGzip)
  for (const { name, what, limit, size } of [
    { name: 'gzip', what: 'backup --compress', limit: 0.5, size: 1.05 },
    { name: 'zstd', what: 'backup --compress zstd', limit: 0.35, size: 1 },
  ]) {
    const ours = secondsOf(times, name)
    if (ours.length === 0) {
      row({
        what,
        against: dumpGzip,
        unit: 'ratio',
        value: null,
        limit,
        note: 'needs Node.js 22.15 or newer (PGSAFE_BENCH_NODE)',
      })
      continue
    }
    const seconds = { ours: statsOf(ours), theirs: statsOf(theirs) }
    row({ what, against: dumpGzip, unit: 'ratio', value: ratioOf(ours, theirs), limit, seconds })
    const ratio = (bytes[name] ?? Number.NaN) / (bytes[dumpGzip] ?? Number.NaN)
    row({ what: `${what}: file size`, against: dumpGzip, unit: 'ratio', value: statsOf([ratio]), limit: size })
  }
})
