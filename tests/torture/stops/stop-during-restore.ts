import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { useServer } from '../../support/test-server.ts'
import type { Round, Trial } from '../frame/torture.ts'
import { assertNothingLeft } from '../kills/leftovers.ts'
import { phaseAtKill } from '../kills/phase-at-kill.ts'
import { assertWaysBack, makeReady, nextCommands, openRestoreScene, type RestoreScene } from '../kills/restore-ways.ts'
import { projectEnvironment } from '../kills/run-and-kill.ts'
import { assertOneOf } from '../kills/scene.ts'
import { assertListedVerify, assertUntouched, readStoredFiles } from '../kills/stored-files.ts'
import { type CrashingServer, startCrashingServer } from './crashing-server.ts'

/** The server crashes at a random instant of a restore or undo, and recovers: the database is the old or the new one. */
export async function stopDuringRestore(trial: Trial): Promise<void> {
  const crashing = await startCrashingServer()
  useServer(crashing.server)
  const perScene = 20
  let prepared: RestoreScene | undefined
  await trial.rounds(async (round) => {
    if (round.number % perScene === 0 || prepared === undefined) prepared = await openRestoreScene(trial.count)
    await oneCrash(round, prepared, crashing)
  })
}

async function oneCrash({ random, note }: Round, prepared: RestoreScene, crashing: CrashingServer): Promise<void> {
  const { scene, states, ways } = prepared
  const { project } = scene
  const way = random.pick(ways)
  await makeReady(prepared, way)
  const before = readStoredFiles(project.store)
  const running = project.pgsafe(way.args, { env: projectEnvironment(project) })
  await sleep(scene.instantOf(way.args, random))
  const phase = await phaseAtKill(project, before)
  await crashing.crash()
  // It may be back before pgsafe has given up, or later.
  if (random.chance(0.5)) await running
  await crashing.start()
  const { exitCode, stderr } = await running
  note(`${way.name}: ${phase}, exit code ${String(exitCode)}`)
  expect({ exitCode, stderr }).toMatchObject({ exitCode: expect.toBeOneOf([0, 3, 5, 6]) })
  const now = await assertOneOf(project, [states.saved, states.changed])
  if (exitCode === 0) expect(now).toEqual(way.name === 'undo' ? states.changed : states.saved)
  if (random.chance(0.7)) await scene.run(random.pick(nextCommands))
  await assertWaysBack(prepared)
  await assertNothingLeft(project)
  assertUntouched(before, project.store)
  await assertListedVerify(scene, random)
}
