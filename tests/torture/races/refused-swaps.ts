import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { sqlLiteral } from '../../../src/domain/sql-text.ts'
import { holdSession } from '../../support/hold-session.ts'
import { onServer } from '../../support/test-database.ts'
import { createTestRole } from '../../support/test-role.ts'
import type { Trial } from '../frame/torture.ts'
import { assertNothingLeft } from '../kills/leftovers.ts'
import { projectEnvironment } from '../kills/run-and-kill.ts'
import { changeSql, openScene } from '../kills/scene.ts'

/** Where sessions are connected that this role may not end, nothing begins: no question, no side database, no command. */
export async function refusedSwaps(trial: Trial): Promise<void> {
  const scene = await openScene()
  const { project } = scene
  const other = await createTestRole()
  await project.database.query(`GRANT CONNECT ON DATABASE "${project.database.name}" TO "${other.name}"`)
  const { id } = await project.backup()
  const sentinel = join(project.directory, 'sentinel')
  const restore = ['restore', id, '--yes']
  const guard = ['guard', '--yes', '--confirm', project.database.name, '--', 'touch', sentinel]
  await project.query(changeSql)
  await scene.run(restore)
  const saved = await project.database.fingerprint()
  const superuser = project.database.at
  await trial.rounds(async ({ random, note }) => {
    const [who, session] = random.pick([
      ['another role', other.at(project.database.name)],
      ['a superuser', superuser],
    ] as const)
    const held = await Promise.all(Array.from({ length: 1 + random.integer(8) }, () => holdSession(session)))
    const before = await project.databases()
    const args = random.pick([restore, ['undo', '--yes'], guard])
    const { exitCode, stderr } = await project.pgsafe(args, { env: projectEnvironment(project) })
    expect({ exitCode, stderr }).toMatchObject({ exitCode: args === guard ? 125 : 3 })
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`${project.role.name} may not end that session`)
    for (const { application } of held) {
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain(application)
      await onServer(
        `SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = ${sqlLiteral(application)}`,
      )
    }
    expect(existsSync(sentinel)).toBe(false)
    expect(await project.databases()).toEqual(before)
    expect(await project.database.fingerprint()).toEqual(saved)
    note(`${String(args[0])} refused for ${who}'s sessions`)
  })
  await scene.run(guard)
  rmSync(sentinel)
  await assertNothingLeft(project)
}
