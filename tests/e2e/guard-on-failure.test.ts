import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'

const guard = (project: Project, script: string, ...options: string[]) =>
  project.pgsafe(['guard', '--yes', '--on-failure', 'undo', ...options, '--', 'sh', '-c', script])

const wipe = (project: Project) => `psql -Xq '${project.url}' -c 'DROP SCHEMA public CASCADE' -c 'CREATE SCHEMA public'`

const reportOf = (stderr: string) =>
  (JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as { guard: Record<string, unknown> }).guard

describe('guard --on-failure undo', () => {
  it('puts back exactly what was there when the command fails, and keeps its exit code', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const { exitCode, stdout, stderr } = await guard(project, `${wipe(project)}; exit 3`)
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' })
    expect(stderr).toContain('The command failed (exit code 3): putting back the state before it.')
    expect(stderr).toContain('everything is back as it was before it')
    expect(stderr).toContain('Lost: 1,200 of 1,200 rows')
    expect(await project.database.fingerprint()).toEqual(before)
    const undone = await project.pgsafe(['undo', '--yes'])
    expect(undone).toMatchObject({ exitCode: 0 })
    expect(await project.query("SELECT to_regclass('orders')")).toBe('')
  })

  it.each([
    ['dump', expect.stringContaining('pgsafe restore --id') as unknown],
    // Put back from its snapshot, an undo would bring the damage back.
    ['snapshot', null],
  ])('says so in JSON, also when the command has dropped the database (%s)', async (engine, restore) => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const { host, port, user, password } = project.at
    const env = { PGHOST: host, PGPORT: String(port), PGUSER: user, PGPASSWORD: password }
    const run = { env }
    const script = `dropdb ${project.database.name}; exit 1`
    const { exitCode, stderr } = await project.pgsafe(
      ['guard', '--yes', '--json', '--engine', engine, '--on-failure', 'undo', '--', 'sh', '-c', script],
      run,
    )
    expect(exitCode).toBe(1)
    expect(reportOf(stderr)).toMatchObject({ undone: true, touched: 'dropped', exitCode: 1, restore })
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('leaves a command alone that succeeded, and one that failed before it touched anything', async () => {
    const project = await createProject()
    const done = await guard(project, `psql -Xq '${project.url}' -c 'DELETE FROM orders'`, '--json')
    expect(done).toMatchObject({ exitCode: 0 })
    expect(reportOf(done.stderr)).toMatchObject({ undone: null })
    expect(await project.query('SELECT count(*) FROM orders')).toBe('0')
    const harmless = await guard(project, 'exit 4', '--json')
    expect(harmless).toMatchObject({ exitCode: 4 })
    expect(reportOf(harmless.stderr)).toMatchObject({ undone: null, touched: 'no' })
    expect(await project.databases()).toEqual([project.database.name])
  })

  it('takes an interruption for a failure, and says which it was', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const started = join(project.directory, 'started')
    const script = `${wipe(project)}; touch '${started}'; exec sleep 60`
    let kill: (() => boolean) | undefined
    const running = project.pgsafe(['guard', '--yes', '--on-failure', 'undo', '--', 'sh', '-c', script], {
      onStart: (child) => {
        kill = () => child.kill('SIGINT')
      },
    })
    await expect.poll(() => existsSync(started), { timeout: 60_000 }).toBe(true)
    kill?.()
    const { exitCode, stderr } = await running
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 130 })
    expect(stderr).toContain('The command was interrupted (SIGINT): putting back the state before it.')
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('is loud when it cannot be done, and shows the line that does it by hand', async () => {
    const project = await createProject()
    const spoil = join(project.directory, 'spoil.mjs')
    writeFileSync(
      spoil,
      `import { readdirSync, writeFileSync } from 'node:fs'
       const file = readdirSync('backups').find((name) => name.endsWith('.sql.gz'))
       writeFileSync('backups/' + file, 'no gzip')`,
    )
    const { exitCode, stderr } = await guard(project, `node '${spoil}'; ${wipe(project)}; exit 5`)
    expect(exitCode).toBe(5)
    expect(stderr).toMatch(
      /Warning: the state before the command was NOT put back; to do it by hand: pgsafe restore --id/,
    )
    expect(stderr).toMatch(/To bring everything back:\n +pgsafe restore --id/)
    expect(stderr).not.toContain('everything is back')
  })
})
