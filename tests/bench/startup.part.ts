import { alternate } from './frame/alternate.ts'
import { benchDatabase } from './frame/bench-database.ts'
import { compare } from './frame/compare.ts'
import { fillStore } from './frame/fill-store.ts'
import { measure, type Measuring } from './frame/measure.ts'
import { roundsOf } from './frame/options.ts'

const bare = 'node -e 0'

/** Node.js reads what it names at every start, before anything of ours: with it all ratios are smaller. */
const certificates = 'NODE_EXTRA_CA_CERTS'

measure('starting', roundsOf.start, async (measuring) => {
  const database = await benchDatabase('small')
  await fillStore(measuring, database, 1000)
  const version: Start = { what: 'pgsafe --version', args: ['--version'], database, limit: 1.3 }
  const list: Start = {
    what: 'pgsafe list with 1,000 backups',
    args: ['list'],
    database,
    limit: 2,
    check: assertListed,
  }
  await race(measuring, version)
  await race(measuring, list)
  if (process.env[certificates] === undefined) return
  await race(measuring, version, { without: certificates })
  await race(measuring, list, { without: certificates })
})

interface Start {
  readonly what: string
  readonly args: readonly string[]
  readonly database: string
  readonly limit: number
  readonly check?: (stdout: string) => void
}

/** The goal is for the environment as it is; `without` a variable of it there is none. */
async function race(measuring: Measuring, start: Start, { without }: { without?: string } = {}): Promise<void> {
  const { pgsafe, bareNode, row } = measuring
  const env = without === undefined ? {} : { [without]: undefined }
  const { what, args, database, limit, check } = start
  const times = await alternate(roundsOf.start, [
    { name: bare, run: () => bareNode({ env }) },
    { name: what, run: () => pgsafe(database, args, { env }), after: async ({ stdout }) => check?.(stdout) },
  ])
  const named = without === undefined ? { what, limit } : { what: `${what}, without ${without}`, limit: null }
  row(compare({ ...named, against: bare, ours: times(what), theirs: times(bare) }))
}

function assertListed(stdout: string): void {
  const count = stdout.split('\n').filter((line) => line.includes('(id ')).length
  if (count !== 1000) throw new Error(`listed ${String(count)} backups instead of 1000`)
}
