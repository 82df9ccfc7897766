import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { sqlLiteral } from '../../../src/domain/sql-text.ts'
import { onServer } from '../../support/test-database.ts'
import type { Trial } from '../frame/torture.ts'
import { assertNothingLeft } from './leftovers.ts'
import { projectEnvironment } from './run-and-kill.ts'
import { assertOneOf, changeSql, openScene } from './scene.ts'
import { assertListedVerify, assertUntouched, readStoredFiles } from './stored-files.ts'

const restore = ['restore', '--latest', '--yes']
const undo = ['undo', '--yes']

/**
 * The server ends every session of a restore at a random instant. The restore may fail or begin that query anew: the database
 * is the old or the new one, what its exit code says, and nothing needs a hand.
 */
export async function terminateSessions(trial: Trial): Promise<void> {
  const scene = await openScene()
  const { project } = scene
  const saved = await project.database.fingerprint()
  await project.backup()
  await project.query(changeSql)
  const changed = await project.database.fingerprint()
  for (const args of [restore, undo]) await scene.run(args)
  await trial.rounds(async ({ random, note }) => {
    const before = readStoredFiles(project.store)
    const running = project.pgsafe(restore, { env: projectEnvironment(project) })
    const ended = await endSessionsAfter(scene.instantOf(restore, random), project.role.name)
    const { exitCode } = await running
    note(`${String(ended)} sessions ended, exit code ${String(exitCode)}`)
    expect([0, 3, 5, 6]).toContain(exitCode)
    expect(await assertOneOf(project, [saved, changed])).toEqual(exitCode === 0 ? saved : changed)
    if (exitCode !== 0) await scene.run(restore)
    await scene.run(undo)
    expect(await project.database.fingerprint()).toEqual(changed)
    await assertNothingLeft(project)
    assertUntouched(before, project.store)
    await assertListedVerify(scene, random)
  })
}

/** Looks until there is one to end: between two of its queries a restore may have none. */
async function endSessionsAfter(milliseconds: number, role: string): Promise<number> {
  await sleep(milliseconds)
  const sql = `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = ${sqlLiteral(role)}`
  for (let look = 0; look < 5; look += 1) {
    const ended = Number(await onServer(sql))
    if (ended > 0) return ended
  }
  return 0
}
