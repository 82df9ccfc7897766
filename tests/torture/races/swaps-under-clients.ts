import { expect } from 'vitest'
import { reconnectingClient, type ReconnectingClient } from '../../support/reconnecting-client.ts'
import type { Trial } from '../frame/torture.ts'
import { keptNames } from '../kills/leftovers.ts'
import { changeSql, openScene, type Scene } from '../kills/scene.ts'

/** What a client of a half-restored database would see otherwise: rows of both large tables, and two objects that differ. */
const lookSql =
  `SELECT (SELECT count(*) FROM orders), (SELECT count(*) FROM readings), (SELECT sum(value) FROM readings),
  to_regclass('litter') IS NOT NULL, to_regclass('totals') IS NOT NULL`.replaceAll('\n', ' ')

/** Restores and undos take turns while eight clients of the same role come back whenever they are thrown out. */
export async function swapsUnderClients(trial: Trial): Promise<void> {
  const scene = await openScene()
  const { project } = scene
  const look = async () => (await project.query(lookSql)).trim()
  const { id } = await project.backup()
  const saved = await look()
  await project.query(changeSql)
  const changed = await look()
  const clients = Array.from({ length: 8 }, () => reconnectingClient(project.at, lookSql))
  await untilAllSee(clients, changed)
  const pauses: number[] = []
  await trial.rounds(async ({ number, note }) => {
    const [args, state] = number % 2 === 0 ? [['restore', id, '--yes'], saved] : [['undo', '--yes'], changed]
    for (const client of clients) client.longestPause()
    await scene.run(args)
    expect(await look()).toBe(state)
    await untilAllSee(clients, state)
    pauses.push(Math.max(...clients.map((client) => client.longestPause())))
    assertNothingHalf(clients, [saved, changed])
    await assertOnlyKept(scene)
    note(`${String(args[0])}: every client went on with the new database`)
  })
  await Promise.all(clients.map((client) => client.stop()))
  const thrownOut = clients.flatMap(({ errors }) => errors.join('').match(/terminating connection/g) ?? []).length
  expect(thrownOut).toBeGreaterThan(trial.count)
  pauses.sort((a, b) => a - b)
  const [median, longest] = [pauses[pauses.length >> 1], pauses.at(-1)].map((pause) => pause?.toFixed(0))
  trial.figure(`${String(thrownOut)} sessions ended`)
  trial.figure(`longest pause of any of the eight clients: ${median ?? ''} ms (median), ${longest ?? ''} ms (longest)`)
}

async function untilAllSee(clients: readonly ReconnectingClient[], state: string): Promise<void> {
  const latest = () => clients.map((client) => client.latest())
  await expect.poll(latest, { timeout: 20_000, interval: 20 }).toEqual(clients.map(() => state))
}

/** A query that failed for another reason than that its session was ended would have met something half done. */
function assertNothingHalf(clients: readonly ReconnectingClient[], states: readonly string[]): void {
  const odd = clients.flatMap(({ seen }) => [...seen].filter((answer) => !states.includes(answer)))
  expect(odd).toEqual([])
  const errors = clients.flatMap((client) => client.errors.join('').split('\n'))
  expect(errors.filter((line) => line.startsWith('ERROR'))).toEqual([])
}

async function assertOnlyKept({ project }: Scene): Promise<void> {
  const kept = keptNames(project)
  expect((await project.databases()).filter((name) => !kept.has(name))).toEqual([project.database.name])
}
