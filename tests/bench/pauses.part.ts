import { benchDatabase } from './frame/bench-database.ts'
import { measure } from './frame/measure.ts'
import { roundsOf } from './frame/options.ts'
import { progress } from './frame/progress.ts'
import { statsOf } from './frame/stats.ts'

const rounds = roundsOf.slow
const kinds = [
  { name: '.sql', flags: [] },
  { name: '.sql.gz', flags: ['--compress'] },
  { name: 'directory', flags: ['--format', 'directory', '--jobs', '2'] },
] as const

/** Between two looks at the event loop: what a spinner or Ctrl-C would have waited. */
measure('pauses while backing up', rounds, async ({ probed, remove, row }) => {
  const database = await benchDatabase('medium')
  for (const { name, flags } of kinds) {
    const pauses: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const { probe } = await probed(database, ['backup', '--auto', '--json', ...flags])
      progress(`${name}: longest ${probe.longestPauseMs.toFixed(0)} ms, 99 % under ${probe.pauseP99Ms.toFixed(0)} ms`)
      pauses.push(probe.longestPauseMs)
      remove('backups')
    }
    row({
      what: `longest pause of the event loop, backup to ${name}`,
      against: null,
      unit: 'ms',
      value: statsOf(pauses),
      limit: 100,
    })
  }
})
