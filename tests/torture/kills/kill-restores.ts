import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { Fingerprint } from '../../support/fingerprint.ts'
import type { Round, Trial } from '../frame/torture.ts'
import { assertNothingLeft } from './leftovers.ts'
import { phaseAtKill } from './phase-at-kill.ts'
import { runAndKill } from './run-and-kill.ts'
import { assertOneOf, changeSql, openScene, type Scene } from './scene.ts'
import { assertListedVerify, assertUntouched, readStoredFiles } from './stored-files.ts'

interface States {
  /** What every backup holds. */
  readonly saved: Fingerprint
  readonly changed: Fingerprint
}

/** Kills a restore or an undo, by the swap or in place; whatever comes next must find the old or the new database. */
export async function killRestores(trial: Trial): Promise<void> {
  const { count } = trial
  // A store grows with every round: what is replaced is backed up before it is dropped.
  const perScene = 20
  let prepared: Prepared | undefined
  await trial.rounds(async (round) => {
    if (round.number % perScene === 0 || prepared === undefined) prepared = await prepare(count)
    const { scene, states, ways } = prepared
    const way = round.random.pick(ways)
    await oneKill(round, { scene, states, way })
  })
}

/** What is killed. */
interface Way {
  readonly name: string
  readonly args: readonly string[]
}

interface Prepared {
  readonly scene: Scene
  readonly states: States
  readonly ways: readonly Way[]
}

const restoreLatest = ['restore', '--latest', '--yes']
const undo = ['undo', '--yes']
const nextCommands = [['recover'], ['backup', '--auto', '--no-prune'], ['list'], ['verify'], ['prune', '--yes']]

async function prepare(rounds: number): Promise<Prepared> {
  const scene = await openScene()
  const { project } = scene
  const saved = await project.database.fingerprint()
  const formats = [['--format', 'custom'], ['--format', 'directory'], ['--compress', 'gzip'], []].slice(
    -Math.max(1, rounds - 1),
  )
  const ids: string[] = []
  for (const format of formats) ids.push((await project.backup(...format)).id)
  await project.query(changeSql)
  const changed = await project.database.fingerprint()
  const restores = ids.map((id) => ({ name: 'restore', args: ['restore', id, '--yes'] }))
  const inPlace = { name: 'restore in place', args: [...restoreLatest, '--in-place'] }
  const ways = [...restores, ...(rounds > 4 ? [inPlace] : [])]
  // Each once, for its length.
  for (const { args } of ways) for (const each of [args, undo]) await scene.run(each)
  return { scene, states: { saved, changed }, ways: [...ways, { name: 'undo', args: undo }] }
}

interface Kill {
  readonly scene: Scene
  readonly states: States
  readonly way: Way
}

async function oneKill({ number, random, note }: Round, { scene, states, way }: Kill): Promise<void> {
  const { project } = scene
  const both = [states.saved, states.changed]
  await makeReady(scene, states, way)
  const before = readStoredFiles(project.store)
  const kill = { whole: number % 2 === 0, afterMs: scene.instantOf(way.args, random) }
  const { killed, untilOrphansEnded } = await runAndKill(project, way.args, kill)
  note(killed ? `${way.name}: ${await phaseAtKill(project, before)}` : 'ended before the kill')
  if (random.chance(0.5)) {
    await untilOrphansEnded()
    await assertOneOf(project, both)
  }
  if (random.chance(0.7)) await scene.run(random.pick(nextCommands))
  await untilOrphansEnded()
  await assertWaysBack(scene, both)
  await assertNothingLeft(project)
  assertUntouched(before, project.store)
  await assertListedVerify(scene, random)
}

/** The changed database, or for an undo the restored one with a way back to it. */
async function makeReady(scene: Scene, { saved }: States, { name }: Way): Promise<void> {
  const { project } = scene
  const now = await project.database.fingerprint()
  if (isDeepStrictEqual(now, saved)) await project.query(changeSql)
  if (name === 'undo') await scene.run(restoreLatest)
}

/** `restore --latest` finds a backup, `undo` finds what that replaced. */
async function assertWaysBack(scene: Scene, states: readonly Fingerprint[]): Promise<void> {
  const now = await assertOneOf(scene.project, states)
  await scene.run(restoreLatest)
  await assertOneOf(scene.project, states)
  await scene.run(undo)
  expect(await scene.project.database.fingerprint()).toEqual(now)
}
