import { expect } from 'vitest'
import type { Random } from '../frame/random.ts'
import type { Trial } from '../frame/torture.ts'
import { type AgedStore, createAgedStore, today } from './aged-store.ts'
import { assertNothingLeft } from './leftovers.ts'
import { phaseAtKill } from './phase-at-kill.ts'
import { runAndKill } from './run-and-kill.ts'
import { openScene, type Scene } from './scene.ts'
import { readStoredFiles, type StoredFiles } from './stored-files.ts'

export const prune = ['prune', '--days', '7', '--keep-daily', '20', '--yes']

/** Killed at any instant, a prune has removed whole backups, and only those that it was to remove. */
export async function killPrunes(trial: Trial): Promise<void> {
  const scene = await openScene()
  const { project } = scene
  let prepared = await prepareStore(scene)
  await trial.rounds(async ({ number, random, note }) => {
    if (prepared.aged.day !== today()) prepared = await prepareStore(scene)
    const { aged, all, wanted } = prepared
    aged.reset()
    const kill = { whole: number % 2 === 0, afterMs: scene.instantOf(prune, random) }
    const { killed } = await runAndKill(project, prune, kill)
    note(killed ? await describe(scene, { all, wanted }) : 'ended before the kill')
    await assertListedWhole(scene, { all, wanted }, random)
    if (random.chance(0.5)) await scene.run(random.pick([['recover'], ['backup', '--auto', '--no-prune']]))
    await scene.run(prune)
    await assertNothingLeft(project)
    const left = readStoredFiles(project.store)
    expect([...wanted].filter(([name, checksum]) => left.get(name) !== checksum)).toEqual([])
    expect([...left.keys()].filter((name) => all.has(name) && !wanted.has(name))).toEqual([])
  })
}

/** Also for other trials: an aged store, and what is to be left of it. */
export async function prepareStore({ project, run }: Scene): Promise<Stores & { readonly aged: AgedStore }> {
  const aged = await createAgedStore(project, 60)
  const all = readStoredFiles(project.store)
  await run(prune)
  const wanted = readStoredFiles(project.store)
  expect(wanted.size).toBeLessThan(all.size - 40)
  return { aged, all, wanted }
}

interface Stores {
  readonly all: StoredFiles
  /** What retention leaves. */
  readonly wanted: StoredFiles
}

async function describe({ project }: Scene, { all, wanted }: Stores): Promise<string> {
  const phase = await phaseAtKill(project, all)
  const left = readStoredFiles(project.store).size
  if (phase !== 'lock held') return phase
  if (left === all.size) return 'lock held, nothing removed yet'
  return left === wanted.size ? 'lock held, all removed' : 'between two removals'
}

/** What is listed is as it was, byte for byte, one of them is verified again, and what retention keeps is listed. */
async function assertListedWhole({ project, run }: Scene, { all, wanted }: Stores, random: Random): Promise<void> {
  const { backups } = JSON.parse((await run(['list', '--json'])).stdout) as { backups: { id: string; file: string }[] }
  const files = readStoredFiles(project.store)
  const listed = backups.map(({ file }) => file)
  const belongs = (name: string) =>
    listed.some((file) => name === file || name === `${file}.json` || name.startsWith(`${file}/`))
  const changed = [...all].filter(([name, checksum]) => belongs(name) && files.get(name) !== checksum)
  expect(changed).toEqual([])
  expect([...wanted.keys()].filter((name) => !belongs(name))).toEqual([])
  await run(['verify', random.pick(backups).id])
}
