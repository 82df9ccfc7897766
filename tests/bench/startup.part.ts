import { alternate, type Contender } from './frame/alternate.ts'
import { benchDatabase } from './frame/bench-database.ts'
import { compare } from './frame/compare.ts'
import { fillStore } from './frame/fill-store.ts'
import { measure, type Measuring } from './frame/measure.ts'
import { roundsOf } from './frame/options.ts'

const bare = 'node -e 0'

measure('starting', roundsOf.start, async (measuring) => {
  const database = await benchDatabase('small')
  await fillStore(measuring, database, 1000)
  const { pgsafe } = measuring
  const version: Contender = { name: '--version', run: () => pgsafe(database, ['--version']) }
  const list: Contender = {
    name: 'list',
    run: () => pgsafe(database, ['list']),
    after: async ({ stdout }) => assertListed(stdout),
  }
  await race(measuring, version, 1.3)
  await race(measuring, list, 2, ' with 1,000 backups')
})

async function race({ bareNode, row }: Measuring, contender: Contender, limit: number, more = ''): Promise<void> {
  const node: Contender = { name: bare, run: bareNode }
  const times = await alternate(roundsOf.start, [node, contender])
  const what = `pgsafe ${contender.name}${more}`
  row(compare({ what, against: bare, limit, ours: times(contender.name), theirs: times(bare) }))
}

function assertListed(stdout: string): void {
  const count = stdout.split('\n').filter((line) => line.includes('(id ')).length
  if (count !== 1000) throw new Error(`listed ${String(count)} backups instead of 1000`)
}
