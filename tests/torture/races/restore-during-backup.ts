import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { Fingerprint } from '../../support/fingerprint.ts'
import type { Trial } from '../frame/torture.ts'
import { assertNothingLeft } from '../kills/leftovers.ts'
import { assertOneOf, changeSql, openScene, type Scene } from '../kills/scene.ts'
import { assertListedVerify, assertUntouched, readStoredFiles } from '../kills/stored-files.ts'
import { listIds } from './list-ids.ts'
import { runTogether } from './run-together.ts'

interface Prepared {
  readonly scene: Scene
  readonly restore: readonly string[]
  readonly saved: Fingerprint
  readonly changed: Fingerprint
}

const backup = ['backup', '--auto', '--no-prune']

/** The database is what the restore says, and the backup holds one of the two states as a whole. */
export async function restoreDuringBackup(trial: Trial): Promise<void> {
  const perScene = 20
  let prepared: Prepared | undefined
  await trial.rounds(async ({ number, random, note }) => {
    if (number % perScene === 0 || prepared === undefined) prepared = await prepare()
    const { scene, restore, saved, changed } = prepared
    const { project } = scene
    const states = [saved, changed]
    if (isDeepStrictEqual(await assertOneOf(project, states), saved)) await project.query(changeSql)
    const [before, known] = [readStoredFiles(project.store), await listIds(project)]
    const first = random.chance(0.5) ? restore : backup
    const ended = await runTogether(project, [
      { args: first, afterMs: 0 },
      { args: first === restore ? backup : restore, afterMs: scene.instantOf(first, random) },
    ])
    const [restored, backedUp] = first === restore ? ended : ended.toReversed()
    note(`restore ${restored ?? ''}, backup ${backedUp ?? ''}`)
    expect(await project.database.fingerprint()).toEqual(restored === 'done' ? saved : changed)
    await assertNothingLeft(project)
    const made = (await listIds(project)).filter((id) => !known.includes(id))
    expect(made).toHaveLength(backedUp === 'done' ? 1 : 0)
    for (const id of made) {
      await scene.run(['restore', id, '--yes'])
      await assertOneOf(project, states)
    }
    assertUntouched(before, project.store)
    await assertListedVerify(scene, random)
  })
}

async function prepare(): Promise<Prepared> {
  const scene = await openScene()
  const { project, run } = scene
  const saved = await project.database.fingerprint()
  await run(backup)
  const [id = ''] = await listIds(project)
  const restore = ['restore', id, '--yes']
  await project.query(changeSql)
  const changed = await project.database.fingerprint()
  await run(restore)
  return { scene, restore, saved, changed }
}
