import { expect } from 'vitest'
import type { Trial } from '../frame/torture.ts'
import { assertNothingLeft } from './leftovers.ts'
import { phaseAtKill } from './phase-at-kill.ts'
import { runAndKill } from './run-and-kill.ts'
import { openScene } from './scene.ts'
import { assertListedVerify, assertUntouched, readStoredFiles } from './stored-files.ts'

const formats = [
  ['--compress', 'none'],
  ['--compress', 'gzip'],
  ['--format', 'custom'],
  ['--format', 'directory', '--jobs', '2'],
]
const backup = (format: readonly string[]) => ['backup', '--auto', ...format]

/** Killed at any instant, a backup is whole or not listed, the older ones are as they were, and the next one needs no help. */
export async function killBackups(trial: Trial): Promise<void> {
  const scene = await openScene()
  const { project } = scene
  const used = formats.slice(0, trial.count)
  for (const format of used) await scene.run(backup(format))
  const saved = await project.database.fingerprint()
  await trial.rounds(async ({ number, random, note }) => {
    const args = backup(random.pick(used))
    const before = readStoredFiles(project.store)
    const whole = number % 2 === 0
    const { killed, untilOrphansEnded } = await runAndKill(project, args, {
      whole,
      afterMs: scene.instantOf(args, random),
    })
    note(killed ? await phaseAtKill(project, before) : 'ended before the kill')
    if (random.chance(0.5)) await untilOrphansEnded()
    assertUntouched(before, project.store)
    await assertListedVerify(scene, random)
    await scene.run(args)
    await untilOrphansEnded()
    // What a killed pg_dump goes on writing lies in a file that has no name any more.
    await assertNothingLeft(project)
    assertUntouched(before, project.store)
    expect(await project.database.fingerprint()).toEqual(saved)
  })
}
