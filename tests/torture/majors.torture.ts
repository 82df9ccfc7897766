import { rmSync } from 'node:fs'
import { expect } from 'vitest'
import { runSql } from '../support/psql.ts'
import { runPgsafe } from '../support/run-pgsafe.ts'
import { urlOf } from '../support/test-server.ts'
import { temporaryDirectory } from '../support/test-context.ts'
import { type Clients, findClients, findServer, supportedMajors } from '../support/majors/installed-majors.ts'
import { type MajorServer, startMajor } from '../support/majors/major-server.ts'
import { firstDifference, readWholeState } from '../support/majors/whole-state.ts'
import { torture } from './frame/torture.ts'

interface Way {
  readonly backup: readonly string[]
  readonly as: 'superuser' | 'limited'
  readonly restore: readonly string[]
}

const formats = [
  [],
  ['--compress'],
  ['--format', 'custom'],
  ['--format', 'directory', '--jobs', '2'],
] as const satisfies readonly (readonly string[])[]
const swaps = formats.map((backup): Way => ({ backup, as: 'superuser', restore: ['--jobs', '2'] }))
const inPlace = formats.map((backup): Way => ({ backup, as: 'superuser', restore: ['--in-place'] }))
/** In place because this role may not create databases. */
const limited = formats.map((backup): Way => ({ backup, as: 'limited', restore: [] }))
const ways = [...swaps, ...inPlace, ...limited]

/** What two rounds of `npm test` take of them: over the majors, every format and both roles. */
const turn = (number: number, major: number, count: number) =>
  count >= ways.length ? number : (major + number * 7) % ways.length

const wreck = 'DROP SCHEMA kinds CASCADE; ALTER DEFAULT PRIVILEGES GRANT INSERT ON TABLES TO reader'

/** Wrecks the database after a backup, restores it, and compares everything that pg_dump can see. */
async function bringBack(server: MajorServer, clients: Clients, way: Way): Promise<void> {
  await server.create('everything', way.as)
  const watched = { ...server.at('everything'), programs: clients.directory }
  const [project, url] = [temporaryDirectory(), urlOf(server.at('everything', way.as))]
  const pgsafe = async (...args: readonly string[]) => {
    const run = { cwd: project, env: { DATABASE_URL: url, PGSAFE_PG_BIN: clients.directory } }
    const { exitCode, stderr } = await runPgsafe(args, run)
    if (exitCode !== 0) throw new Error(`pgsafe ${args.join(' ')}: ${String(exitCode)}\n${stderr}`)
    return stderr
  }
  const before = await readWholeState(watched)
  await pgsafe('backup', '--auto', ...way.backup)
  await runSql(server.at('everything', way.as), wreck)
  expect(await runSql(watched, "SELECT to_regnamespace('kinds') IS NULL")).toBe('t')
  await pgsafe('restore', '--latest', '--yes', ...way.restore)
  const difference = firstDifference(before, await readWholeState(watched))
  if (difference !== undefined) throw new Error(`${describeWay(way)} with clients ${clients.version}: ${difference}`)
  rmSync(project, { recursive: true, force: true })
}

function describeWay({ backup, as, restore }: Way): string {
  const method = as === 'superuser' && !restore.includes('--in-place') ? 'swap' : 'in place'
  return `${backup.join(' ') || 'plain'}, ${method}${as === 'limited' ? ' by a role without CREATEDB' : ''}`
}

/** pg_dump refuses servers newer than itself; pgsafe must say so before it asks, backs up or runs anything. */
async function expectRefusal(server: MajorServer, clients: Clients): Promise<void> {
  await server.create('everything', 'superuser')
  const project = temporaryDirectory()
  const env = { DATABASE_URL: urlOf(server.at('everything')), PGSAFE_PG_BIN: clients.directory }
  const drop = ['guard', '--yes', '--', 'psql', '-c', 'DROP SCHEMA kinds CASCADE']
  const refused = await runPgsafe(drop, { cwd: project, env })
  expect(refused.exitCode).toBe(125)
  expect(refused.stderr).toContain(`the newest pg_dump here is ${clients.version}`)
  expect(await runSql(server.at('everything'), 'SELECT count(*) FROM kinds.parts')).toBe('80')
}

async function withMajor(major: number, action: (server: MajorServer) => Promise<void>): Promise<void> {
  const binaries = findServer(major)
  if (binaries === undefined) throw new Error(`no server ${String(major)} on this machine`)
  const server = await startMajor(binaries)
  try {
    await action(server)
  } finally {
    await server.stop()
  }
}

const found = findClients()
const say = (text: string) => process.stderr.write(`${text}\n`)

for (const major of supportedMajors) {
  if (findServer(major) === undefined) {
    say(`NOT TESTED: PostgreSQL ${String(major)}, which is not on this machine (tests/support/servers/fetch-server.sh)`)
    continue
  }
  const own = found.find((clients) => clients.major >= major)
  if (own === undefined) say(`NOT TESTED: restores on PostgreSQL ${String(major)}, for lack of its client programs`)
  else {
    torture(`every kind of object comes back on server ${String(major)}`, { full: ways.length, short: 2 }, (trial) =>
      withMajor(major, async (server) => {
        trial.figure(
          `server ${server.version}, clients ${own.version}, ${String(server.kinds.superuser)} kinds of objects`,
        )
        await trial.rounds(async (round) => {
          const way = ways[turn(round.number, major, trial.count)] ?? ways[0]
          if (way === undefined) return
          await bringBack(server, own, way)
          round.note(describeWay(way))
        })
      }),
    )
  }
  const others = found.filter((clients) => clients !== own)
  const short = own === undefined ? 1 : 0
  torture(`other clients with server ${String(major)}`, { full: others.length * formats.length, short }, (trial) =>
    withMajor(major, (server) =>
      trial.rounds(async (round) => {
        const clients = others[round.number % others.length]
        const way = swaps[Math.floor(round.number / others.length) % swaps.length]
        if (clients === undefined || way === undefined) return
        if (clients.major < major) await expectRefusal(server, clients)
        else await bringBack(server, clients, way)
        round.note(`${String(clients.major)} ${clients.major < major ? 'refused' : 'served it'}`)
      }),
    ),
  )
}
