import { describe, expect, it } from 'vitest'
import { killAfter } from '../support/kill-after.ts'
import { createProject, shareProject, type Project } from '../support/project.ts'
import { runPgDump } from '../support/psql.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'
import { manifestOf } from '../support/stored-backup.ts'

const scratch = async (project: Project) =>
  (await project.databases()).filter((name) => name.startsWith('pgsafe_verify_'))

describe.each([[[]], [['--compress']], [['--format', 'custom']], [['--format', 'directory']]])(
  'verify --restore of %j',
  (flags) => {
    const project = shareProject()

    it('restores into a scratch database, drops it, and says so in manifest, list and doctor', async () => {
      const { id, path } = await project().backup('--no-prune', ...flags)
      const before = await project().database.fingerprint()
      const { exitCode, stdout } = await project().pgsafe(['verify', id, '--restore', '--json'])
      expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({
        exitCode: 0,
        verified: { id, level: 2, verification: { level: 2 } },
      })
      expect(manifestOf(path)).toMatchObject({ verification: { level: 2, by: expect.stringContaining('pgsafe') } })
      expect(await scratch(project())).toEqual([])
      expect(await project().database.fingerprint()).toEqual(before)
      expect((await project().pgsafe(['list'])).stdout).toContain('verified by a restore')
      expect((await project().pgsafe(['doctor'])).stdout).toContain('verified by a restore')
      expect(await project().pgsafe(['verify', id])).toMatchObject({ exitCode: 0 })
    })
  },
)

describe('verify --restore', () => {
  it('fails with 7 when a whole file cannot be restored, and leaves nothing behind', async () => {
    const project = await createProject()
    const dump = await runPgDump(project.at, [])
    const broken = dump.replace(
      'CREATE VIEW public.totals',
      'CREATE TABLE public.orders ();\n\nCREATE VIEW public.totals',
    )
    const path = project.write('broken.sql', broken)
    expect(await project.pgsafe(['verify', path, '--restore'])).toMatchObject({ exitCode: 4 })
    const { exitCode, stdout } = await project.pgsafe(['verify', path, '--restore', '--trust', '--json'])
    expect({ exitCode, ...(JSON.parse(stdout) as object) }).toMatchObject({
      exitCode: 7,
      error: { code: 'verification-failed', message: expect.stringContaining('cannot be restored') },
    })
    expect(await scratch(project)).toEqual([])
  })

  it('drops the scratch database on Ctrl-C too', async () => {
    const project = await createProject()
    const { id, path } = await project.backup()
    const happened = `${project.directory}/loading`
    const slow = `
seen=$(mktemp -p ${project.directory})
tee "$seen" | "$real" "$@"
status=$?
if grep -q 'database dump complete' "$seen"; then : > ${happened}; kill -INT $PPID; sleep 2; fi
exit $status`
    const env = replacedPrograms(project.directory, { psql: slow })
    expect(await project.pgsafe(['verify', id, '--restore'], { env })).toMatchObject({ exitCode: 130 })
    expect(await scratch(project)).toEqual([])
    expect(manifestOf(path)).toMatchObject({ verification: { level: 1 } })
  })

  it('that was killed leaves a scratch database that the next run drops', async () => {
    const project = await createProject()
    const { id } = await project.backup()
    const point = killAfter(project, 'database dump complete')
    expect(await project.pgsafe(['verify', id, '--restore'], { env: point.env })).toMatchObject({ signal: 'SIGKILL' })
    expect(await scratch(project)).toHaveLength(1)
    expect((await project.pgsafe(['recover'])).stderr).toContain('was never part of it')
    expect(await scratch(project)).toEqual([])
  })

  it('names the missing right with 3', async () => {
    const project = await createProject({ attributes: '' })
    const { id } = await project.backup()
    const { exitCode, stderr } = await project.pgsafe(['verify', id, '--restore'])
    expect(exitCode).toBe(3)
    expect(stderr).toContain('may not create databases')
  })
})
