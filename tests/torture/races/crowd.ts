import { expect } from 'vitest'
import type { Trial } from '../frame/torture.ts'
import { assertNothingLeft } from '../kills/leftovers.ts'
import { assertOneOf, changeSql, openScene } from '../kills/scene.ts'
import { assertListedVerify } from '../kills/stored-files.ts'
import { runTogether } from './run-together.ts'

const crowd = 40

/** Forty runs of every kind within some seconds: each does its work or says who is at work. */
export async function crowdOfRuns(trial: Trial): Promise<void> {
  const scene = await openScene()
  const { project } = scene
  const saved = await project.database.fingerprint()
  const { id } = await project.backup('--pin')
  await project.query(changeSql)
  const changed = await project.database.fingerprint()
  const guard = ['guard', '--confirm', project.database.name, '--', 'true']
  const commands = [
    ['backup', '--auto'],
    ['backup', '--auto', '--format', 'directory'],
    ['restore', id, '--yes'],
    ['prune', '--yes'],
    ['recover'],
    ['list'],
    ['verify', id],
    ['pin', id],
    guard,
  ]
  await trial.rounds(async ({ random, note }) => {
    const starts = Array.from({ length: crowd }, () => ({
      args: random.pick(commands),
      afterMs: random.between(0, 10_000),
    }))
    const ended = await runTogether(project, starts)
    for (const [index, { args }] of starts.entries()) note(`${args[0] ?? ''} ${ended[index] ?? ''}`)
    await assertOneOf(project, [saved, changed])
    await scene.run(['recover'])
    await assertNothingLeft(project)
    await assertListedVerify(scene, random)
    await scene.run(['restore', id, '--yes'])
    expect(await project.database.fingerprint()).toEqual(saved)
  })
}
