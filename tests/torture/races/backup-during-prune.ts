import { expect } from 'vitest'
import type { Trial } from '../frame/torture.ts'
import { createAgedStore } from '../kills/aged-store.ts'
import { assertNothingLeft } from '../kills/leftovers.ts'
import { openScene } from '../kills/scene.ts'
import { assertListedVerify, readStoredFiles } from '../kills/stored-files.ts'
import { listIds } from './list-ids.ts'
import { runTogether } from './run-together.ts'

const prune = ['prune', '--days', '7', '--keep-daily', '20', '--yes']
const backup = ['backup', '--auto', '--no-prune']

/** What a prune keeps stays byte for byte, and a backup that says it was made is there and whole, whoever came first. */
export async function backupDuringPrune(trial: Trial): Promise<void> {
  const scene = await openScene()
  const { project } = scene
  const aged = await createAgedStore(project, 60)
  const all = readStoredFiles(project.store)
  await scene.run(prune)
  const wanted = readStoredFiles(project.store)
  await scene.run(backup)
  await trial.rounds(async ({ random, note }) => {
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
