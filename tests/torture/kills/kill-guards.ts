import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { Trial } from '../frame/torture.ts'
import { assertNothingLeft } from './leftovers.ts'
import { phaseAtKill } from './phase-at-kill.ts'
import { runAndKill } from './run-and-kill.ts'
import { assertOneOf, changeSql, openScene } from './scene.ts'
import { assertListedVerify, assertUntouched, readStoredFiles } from './stored-files.ts'

const undo = ['undo', '--yes']

/**
 * Killed at any instant, a guard has either not let its command run, or there is a way back to the state before it: the
 * command changes the database in one transaction, so that it has run or it has not.
 */
export async function killGuards(trial: Trial): Promise<void> {
  const scene = await openScene()
  const { project } = scene
  const script = project.write('wreck.sh', 'psql "$DATABASE_URL" -X -q -v ON_ERROR_STOP=1 -f wreck.sql\n')
  project.write('wreck.sql', changeSql)
  const guard = (engine: string) => [
    'guard',
    '--confirm',
    project.database.name,
    '--engine',
    engine,
    '--',
    'sh',
    script,
  ]
  const engines = ['dump', 'snapshot', 'both'].slice(0, trial.count)
  const saved = await project.database.fingerprint()
  const states = [saved]
  for (const engine of engines) {
    await scene.run(guard(engine))
    states.push(await project.database.fingerprint())
    await scene.run(undo)
  }
  await trial.rounds(async ({ number, random, note }) => {
    const args = guard(random.pick(engines))
    const before = readStoredFiles(project.store)
    const kill = { whole: number % 2 === 0, afterMs: scene.instantOf(args, random) }
    const { killed, untilOrphansEnded } = await runAndKill(project, args, kill)
    note(killed ? await phaseAtKill(project, before) : 'ended before the kill')
    if (random.chance(0.5)) await scene.run(random.pick([['backup', '--auto'], ['list'], ['prune', '--yes']]))
    await untilOrphansEnded()
    const state = await assertOneOf(project, states)
    await scene.run(random.pick([['recover'], ['backup', '--auto']]))
    await assertNothingLeft(project)
    if (!isDeepStrictEqual(state, saved)) {
      await scene.run(undo)
      expect(await project.database.fingerprint()).toEqual(saved)
    }
    assertUntouched(before, project.store)
    await assertListedVerify(scene, random)
  })
}
