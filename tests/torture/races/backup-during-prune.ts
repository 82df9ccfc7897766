import { expect } from 'vitest'
import type { Trial } from '../frame/torture.ts'
import { today } from '../kills/aged-store.ts'
import { prepareStore, prune } from '../kills/kill-prunes.ts'
import { assertNothingLeft } from '../kills/leftovers.ts'
import { openScene } from '../kills/scene.ts'
import { assertListedVerify, readStoredFiles } from '../kills/stored-files.ts'
import { listIds } from './list-ids.ts'
import { runTogether } from './run-together.ts'

const backup = ['backup', '--auto', '--no-prune']

/** What a prune keeps stays byte for byte, and a backup that says it was made is there and whole, whoever came first. */
export async function backupDuringPrune(trial: Trial): Promise<void> {
  const scene = await openScene()
  const { project } = scene
  let prepared = await prepareStore(scene)
  await scene.run(backup)
  await trial.rounds(async ({ random, note }) => {
    if (prepared.aged.day !== today()) prepared = await prepareStore(scene)
    const { aged, all, wanted } = prepared
    aged.reset()
    const known = await listIds(project)
    const first = random.chance(0.5) ? prune : backup
    const ended = await runTogether(project, [
      { args: first, afterMs: 0 },
      { args: first === prune ? backup : prune, afterMs: random.chance(0.5) ? 0 : scene.instantOf(first, random) },
    ])
    note(`${first[0] ?? ''} ${ended.join(`, ${first === prune ? 'backup' : 'prune'} `)}`)
    const [backedUp] = first === prune ? ended.toReversed() : ended
    const made = (await listIds(project)).filter((id) => !known.includes(id))
    expect(made).toHaveLength(backedUp === 'done' ? 1 : 0)
    await assertListedVerify(scene, random)
    await scene.run(prune)
    const left = readStoredFiles(project.store)
    expect([...wanted].filter(([name, checksum]) => left.get(name) !== checksum)).toEqual([])
    expect([...left.keys()].filter((name) => all.has(name) && !wanted.has(name))).toEqual([])
    await assertNothingLeft(project)
  })
}
