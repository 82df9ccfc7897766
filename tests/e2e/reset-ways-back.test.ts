import { describe, expect, it } from 'vitest'
import { writeFiles } from '../support/fake-cli.ts'
import { backupFiles, createProject, type Project } from '../support/project.ts'
import { onServer } from '../support/test-database.ts'

const snapshots = async (project: Project) =>
  (await project.databases()).filter((name) => name.startsWith('pgsafe_snap_'))

async function run(project: Project, ...args: string[]): Promise<string> {
  const { exitCode, stderr } = await project.pgsafe([...args, '--yes'])
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
  return stderr
}

describe('reset --engine', () => {
  it('snapshot makes no backup, and undo swaps the copy back in', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const stderr = await run(project, 'reset', '--engine', 'snapshot')
    expect(stderr).toMatch(/A snapshot will be made first[^]*Making a snapshot before reset[^]*Snapshot made/)
    expect(stderr).toMatch(/Lost: 1,200 of 1,200 rows[^]*To bring everything back:\n +pgsafe undo\n/)
    expect(backupFiles(project)).toEqual([])
    expect(await run(project, 'undo')).toContain('the snapshot pgsafe_snap_')
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('both makes two ways back: without the snapshot undo takes the backup, in the format that is configured', async () => {
    const project = await createProject()
    writeFiles(project, { '.pgsaferc': { format: 'directory', compression: 'zstd', jobs: 2 } })
    const before = await project.database.fingerprint()
    const stderr = await run(project, 'reset', '--engine', 'both')
    expect(stderr).toMatch(/A snapshot will be made first[^]*and a verified backup in/)
    expect(backupFiles(project)).toEqual([expect.stringMatching(/\.dir$/)])
    const [snapshot = ''] = await snapshots(project)
    await onServer(`DROP DATABASE "${snapshot}"`)
    expect(await run(project, 'undo')).toMatch(/Loading .*\.dir/)
    expect(await project.database.fingerprint()).toEqual(before)
  })
})

it('reset --on-failure undo puts everything back when a step fails, and a second undo brings back what it left', async () => {
  const project = await createProject()
  const wipe = `sh -c 'psql -Xq "$DATABASE_URL" -c "DROP TABLE orders CASCADE"'`
  writeFiles(project, { '.pgsaferc': { reset: { command: [wipe, 'no-such-program'] } } })
  const before = await project.database.fingerprint()
  const { exitCode, stderr } = await project.pgsafe(['reset', '--yes', '--json', '--on-failure', 'undo'])
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 127 })
  expect(stderr).toContain('The command failed (exit code 127): putting back the state before it.')
  const report: unknown = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')
  expect(report).toMatchObject({ reset: { exitCode: 127, undone: true, steps: [{ exitCode: 0 }, { exitCode: null }] } })
  expect(await project.database.fingerprint()).toEqual(before)
  await run(project, 'undo')
  expect(await project.query(`SELECT to_regclass('orders') IS NULL`)).toBe('t')
})
