import { benchDatabase, copyDatabase, dropDatabase, dropKept, labelOf, type Size } from './frame/bench-database.ts'
import { measure, type Measuring } from './frame/measure.ts'
import { progress } from './frame/progress.ts'
import { type Backup } from './frame/restoring.ts'
import { statsOf } from './frame/stats.ts'

const formats = [
  { name: '.sql.gz', flags: ['--compress'] },
  { name: 'directory', flags: ['--format', 'directory'] },
] as const
const work = ['backup', 'verify', 'restore'] as const
/** Which memory the garbage collector leaves is chance: the middle one of three counts. */
const repeats = 3
const restored = 'bench_memory'

type Peaks = Record<(typeof work)[number], number[]>

for (const { name, flags } of formats) {
  measure(`peak memory, ${name}`, 1, async (measuring) => {
    const small = await peaksOf(measuring, 'small', flags)
    const large = await peaksOf(measuring, 'large', flags)
    for (const what of work) {
      const [before, after] = [statsOf(small[what]), statsOf(large[what])]
      const ratio = statsOf([after.median / before.median])
      const title = `memory of ${what} (${name}), ${labelOf('large')}`
      measuring.row({
        what: title,
        against: labelOf('small'),
        unit: 'ratio',
        value: ratio,
        limit: 1.15,
        note: `${before.median.toFixed(0)} MB → ${after.median.toFixed(0)} MB`,
      })
      measuring.row({ what: title, against: null, unit: 'MB', value: after, limit: 160 })
    }
  })
}

async function peaksOf(measuring: Measuring, size: Exclude<Size, 'medium'>, flags: readonly string[]): Promise<Peaks> {
  const peaks: Peaks = { backup: [], verify: [], restore: [] }
  const database = await benchDatabase(size)
  await copyDatabase(await benchDatabase('small'), restored)
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    const probed = async (at: string, what: (typeof work)[number], ...words: string[]) => {
      const { stdout, probe, seconds } = await measuring.probed(at, [what, ...words, '--json'])
      peaks[what].push(probe.peakMegabytes)
      progress(`${size}: ${what}: ${probe.peakMegabytes.toFixed(0)} MB, ${seconds.toFixed(1)} s`)
      return stdout
    }
    const made = await probed(database, 'backup', '--auto', ...flags)
    const { id } = (JSON.parse(made) as { backup: Backup }).backup
    await probed(database, 'verify', id)
    await probed(restored, 'restore', '--id', id, '--force-target', '--no-analyze', '--confirm', restored)
    await dropKept()
    measuring.remove('backups')
  }
  await dropDatabase(restored)
  return peaks
}
