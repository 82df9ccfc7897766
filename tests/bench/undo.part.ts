import { alternate, type Contender } from './frame/alternate.ts'
import {
  benchDatabase,
  checkpoint,
  copyDatabase,
  dropDatabase,
  dropKept,
  labelOf,
  type Size,
} from './frame/bench-database.ts'
import { compare, secondsOf } from './frame/compare.ts'
import { measure, type Measuring } from './frame/measure.ts'
import { roundsOf } from './frame/options.ts'
import { backUp } from './frame/restoring.ts'
import { statsOf } from './frame/stats.ts'
import type { Timing } from './frame/timed.ts'

const rounds = roundsOf.quick
const sizes = ['small', 'large'] as const
const under = { small: 'bench_undo_small', large: 'bench_undo_large' } as const

/** Each undo puts back what the one before it replaced: nothing has to be prepared, nothing is removed. */
measure('undo from a kept database', rounds, async (measuring) => {
  const { pgsafe } = measuring
  for (const size of sizes) {
    const name = under[size]
    await copyDatabase(await benchDatabase(size), name)
    const little = await backUp(pgsafe, await benchDatabase('small'))
    await pgsafe(name, ['restore', '--id', little.id, '--force-target', '--no-analyze', '--confirm', name])
  }
  const contenders = sizes.map((size): Contender => ({
    name: size,
    before: checkpoint,
    run: () => undo(measuring, size),
  }))
  await race(measuring, 'a kept database', contenders)
})

measure('undo from a snapshot', roundsOf.slow, async (measuring) => {
  for (const size of sizes) await copyDatabase(await benchDatabase(size), under[size])
  const contenders = sizes.map((size): Contender => ({
    name: size,
    before: async () => {
      await measuring.pgsafe(under[size], ['guard', '--engine', 'snapshot', '--confirm', under[size], '--', 'true'])
      await checkpoint()
    },
    run: () => undo(measuring, size),
    after: dropKept,
  }))
  await race(measuring, 'a snapshot', contenders, roundsOf.slow)
})

function undo({ pgsafe }: Measuring, size: Exclude<Size, 'medium'>): Promise<Timing> {
  return pgsafe(under[size], ['undo', '--confirm', under[size], '--json'])
}

async function race(
  { row }: Measuring,
  from: string,
  contenders: readonly Contender[],
  count: number = rounds,
): Promise<void> {
  const times = await alternate(count, contenders)
  await dropKept()
  for (const size of sizes) await dropDatabase(under[size])
  const [what, against] = [`undo from ${from} of ${labelOf('large')}`, labelOf('small')]
  row(compare({ what, against, limit: 1.2, atLeast: 0.8, ours: times('large'), theirs: times('small') }))
  const value = statsOf(secondsOf(times('large')))
  row({ what: `${what}, in all`, against: null, unit: 's', value, limit: 0.6 })
}
