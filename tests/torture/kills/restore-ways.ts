import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import type { Fingerprint } from '../../support/fingerprint.ts'
import { assertOneOf, changeSql, openScene, type Scene } from './scene.ts'

export interface States {
  /** What every backup holds. */
  readonly saved: Fingerprint
  readonly changed: Fingerprint
}

/** One of the commands that put something in the database's place. */
export interface Way {
  readonly name: string
  readonly args: readonly string[]
}

export interface RestoreScene {
  readonly scene: Scene
  readonly states: States
  readonly ways: readonly Way[]
}

const restoreLatest = ['restore', '--latest', '--yes']
const undo = ['undo', '--yes']

/** What somebody might run next after an accident. */
export const nextCommands = [['recover'], ['backup', '--auto', '--no-prune'], ['list'], ['verify'], ['prune', '--yes']]

/** A changed database with backups of how it was, and the ways back to it: for few rounds, fewer of them. */
export async function openRestoreScene(rounds: number): Promise<RestoreScene> {
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

/** The changed database, or for an undo the restored one with a way back to it. */
export async function makeReady({ scene, states }: RestoreScene, { name }: Way): Promise<void> {
  const { project } = scene
  const now = await project.database.fingerprint()
  if (isDeepStrictEqual(now, states.saved)) await project.query(changeSql)
  if (name === 'undo') await scene.run(restoreLatest)
}

/** `restore --latest` finds a backup, `undo` finds what that replaced. */
export async function assertWaysBack({ scene, states }: RestoreScene): Promise<void> {
  const both = [states.saved, states.changed]
  const now = await assertOneOf(scene.project, both)
  await scene.run(restoreLatest)
  await assertOneOf(scene.project, both)
  await scene.run(undo)
  expect(await scene.project.database.fingerprint()).toEqual(now)
}
