import type { Round, Trial } from '../frame/torture.ts'
import { assertNothingLeft } from './leftovers.ts'
import { phaseAtKill } from './phase-at-kill.ts'
import { assertWaysBack, makeReady, nextCommands, openRestoreScene, type RestoreScene } from './restore-ways.ts'
import { runAndKill } from './run-and-kill.ts'
import { assertOneOf } from './scene.ts'
import { assertListedVerify, assertUntouched, readStoredFiles } from './stored-files.ts'

/** Kills a restore or an undo, by the swap or in place; whatever comes next must find the old or the new database. */
export async function killRestores(trial: Trial): Promise<void> {
  const { count } = trial
  // A store grows with every round: what is replaced is backed up before it is dropped.
  const perScene = 20
  let prepared: RestoreScene | undefined
  await trial.rounds(async (round) => {
    if (round.number % perScene === 0 || prepared === undefined) prepared = await openRestoreScene(count)
    await oneKill(round, prepared)
  })
}

async function oneKill({ number, random, note }: Round, prepared: RestoreScene): Promise<void> {
  const { scene, states, ways } = prepared
  const { project } = scene
  const way = random.pick(ways)
  await makeReady(prepared, way)
  const before = readStoredFiles(project.store)
  const kill = { whole: number % 2 === 0, afterMs: scene.instantOf(way.args, random) }
  const { killed, untilOrphansEnded } = await runAndKill(project, way.args, kill)
  note(killed ? `${way.name}: ${await phaseAtKill(project, before)}` : 'ended before the kill')
  if (random.chance(0.5)) {
    await untilOrphansEnded()
    await assertOneOf(project, [states.saved, states.changed])
  }
  if (random.chance(0.7)) await scene.run(random.pick(nextCommands))
  await untilOrphansEnded()
  await assertWaysBack(prepared)
  await assertNothingLeft(project)
  assertUntouched(before, project.store)
  await assertListedVerify(scene, random)
}
