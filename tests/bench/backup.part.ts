import { statSync } from 'node:fs'
import { alternate, type Contender } from './frame/alternate.ts'
import { benchDatabase } from './frame/bench-database.ts'
import { compare } from './frame/compare.ts'
import { measure } from './frame/measure.ts'
import { roundsOf, zstdNode } from './frame/options.ts'
import { statsOf } from './frame/stats.ts'
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
  const goals = [
    { name: 'gzip', what: 'backup --compress', limit: 0.5, size: 1.05 },
    { name: 'zstd', what: 'backup --compress zstd', limit: 0.35, size: 1 },
  ]
  for (const { name, what, limit, size } of goals) {
    const [ours, against] = [times(name), dumpGzip]
    if (ours.length === 0) {
      row({
        what,
        against,
        unit: 'ratio',
        value: null,
        limit,
        note: 'needs Node.js 22.15 or newer (PGSAFE_BENCH_NODE)',
      })
      continue
    }
    row(compare({ what, against, limit, ours, theirs: times(dumpGzip) }))
    const ratio = (bytes[name] ?? Number.NaN) / (bytes[dumpGzip] ?? Number.NaN)
    row({ what: `${what}: file size`, against, unit: 'ratio', value: statsOf([ratio]), limit: size })
  }
})
