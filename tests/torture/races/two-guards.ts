import { expect } from 'vitest'
import type { Fingerprint } from '../../support/fingerprint.ts'
import type { Trial } from '../frame/torture.ts'
import { assertNothingLeft } from '../kills/leftovers.ts'
import { openScene, type Scene } from '../kills/scene.ts'
import { assertListedVerify, assertUntouched, readStoredFiles } from '../kills/stored-files.ts'
import { listIds } from './list-ids.ts'
import { runTogether } from './run-together.ts'

interface Prepared {
  readonly scene: Scene
  readonly guard: (number: number) => readonly string[]
  readonly saved: Fingerprint
}

/** Of two guards at once each has a backup of its own before its command, or is refused and does not run it. */
export async function twoGuards(trial: Trial): Promise<void> {
  const perScene = 20
  let prepared: Prepared | undefined
  await trial.rounds(async ({ number, random, note }) => {
    if (number % perScene === 0 || prepared === undefined) prepared = await prepare()
    const { scene, guard, saved } = prepared
    const { project } = scene
    const [before, known] = [readStoredFiles(project.store), await listIds(project)]
    const second = random.chance(0.3) ? random.between(0, 100) : scene.instantOf(guard(1), random)
    const ended = await runTogether(project, [
      { args: guard(1), afterMs: 0 },
      { args: guard(2), afterMs: second },
    ])
    note(ended.join(' and '))
    const ran = ended.flatMap((end, index) => (end === 'done' ? [String(index + 1)] : []))
    expect(await project.query('SELECT n FROM marks ORDER BY n')).toBe(ran.join('\n'))
    const made = (await listIds(project)).filter((id) => !known.includes(id))
    expect(made).toHaveLength(ran.length)
    // The first of them was made before either command.
    await scene.run(['restore', made.at(-1) ?? '', '--confirm', project.database.name])
    expect(await project.database.fingerprint()).toEqual(saved)
    await assertNothingLeft(project)
    assertUntouched(before, project.store)
    await assertListedVerify(scene, random)
  })
}

async function prepare(): Promise<Prepared> {
  const scene = await openScene()
  const { project, run } = scene
  await project.query('CREATE TABLE marks (n integer)')
  const script = project.write(
    'mark.sh',
    'psql "$DATABASE_URL" -X -q -v ON_ERROR_STOP=1 -c "INSERT INTO marks VALUES ($1)"\n',
  )
  const guard = (number: number) => ['guard', '--confirm', project.database.name, '--', 'sh', script, String(number)]
  const saved = await project.database.fingerprint()
  // Once, for its length.
  await run(guard(1))
  await project.query('DELETE FROM marks')
  return { scene, guard, saved }
}
