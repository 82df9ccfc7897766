import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fakeTools } from '../support/fake-tools.ts'
import { holdTableLock } from '../support/hold-lock.ts'
import { backupFiles, createProject, shareProject, type Project } from '../support/project.ts'
import type { PgsafeOutcome } from '../support/run-pgsafe.ts'
import { manifestOf, partialsIn } from '../support/stored-backup.ts'

/** Nothing was published, nothing unfinished lies about, what was there before still proves readable. */
async function expectNothingLost(project: Project, before: readonly string[]): Promise<void> {
  expect(backupFiles(project)).toEqual(before)
  expect(partialsIn(project.store)).toEqual([])
  for (const file of before) expect(await project.pgsafe(['verify', file])).toMatchObject({ exitCode: 0 })
}

/** it.each fills short rows with undefined. */
const given = (flags: readonly (string | undefined)[]) => flags.filter((flag) => flag !== undefined)

const shapes = [['--compress'], ['--format', 'custom'], ['--format', 'directory']]

/** Of pg_dump's work half is done: its stdout, or the largest file of its directory, is cut. */
const half = `touch "$happened"; for word; do case "$word" in --file=*) directory="\${word#--file=}";; esac; done
  if [ -z "$directory" ]; then "$real" "$@" | head -c 2000
  else "$real" "$@"; largest=$(ls -S "$directory"/*.dat.gz | head -n 1); truncate -s -100 "$largest"; fi`

/** Wrapper scripts: each does part of pg_dump's work, then fails in its own way. That guard's command never runs then: guard-never-starts.test.ts. */
const faults = {
  'fails halfway through': `${half}; echo 'pg_dump: error: the disk caught fire' >&2; exit 1`,
  'is killed halfway through': `${half}; kill -KILL $$`,
  'ends early and says that all is well': `${half}; exit 0`,
  'writes nothing and says that all is well': `touch "$happened"; exit 0`,
}

describe.each(Object.keys(faults) as (keyof typeof faults)[])('a pg_dump that %s', (fault) => {
  const shared = shareProject(async (project) => {
    await project.backup()
  })

  it.each(shapes)('flaw 1: is reported as that, and nothing is published (%s %s)', async (...flags) => {
    const project = shared()
    const before = backupFiles(project)
    const tools = fakeTools(faults[fault])
    const args = ['backup', '--auto', ...given(flags)]
    const outcome = await project.pgsafe(args, { env: { PGSAFE_PG_BIN: tools.directory } })
    expect(existsSync(tools.happened)).toBe(true)
    expect([5, 7]).toContain(outcome.exitCode)
    expect(outcome.stderr).not.toContain('completed successfully')
    expect(outcome.stderr).toMatch(/^Error: /m)
    expect(outcome.stderr).toMatch(/^Log: +(.+)$/m)
    await expectNothingLost(project, before)
  })
})

describe('what pg_dump says', () => {
  it('is in the error when it fails, and whole in the log, readable by the owner only', async () => {
    const project = await createProject()
    const tools = fakeTools(faults['fails halfway through'])
    const { exitCode, stderr } = await project.pgsafe(['backup', '--auto'], { env: { PGSAFE_PG_BIN: tools.directory } })
    expect(exitCode).toBe(5)
    expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(/pg_dump failed with exit code 1 .*the disk caught fire/)
    const [, log = ''] = /^Log: +(.+)$/m.exec(stderr) ?? []
    expect(readFileSync(log, 'utf8')).toContain('pg_dump: error: the disk caught fire')
  })

  it('names the signal that ended it', async () => {
    const project = await createProject()
    const tools = fakeTools(faults['is killed halfway through'])
    const { exitCode, stdout } = await project.pgsafe(['backup', '--auto', '--json'], {
      env: { PGSAFE_PG_BIN: tools.directory },
    })
    expect(exitCode).toBe(5)
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'backup-failed', message: expect.stringContaining('SIGKILL') },
    })
  })

  it('is shown and kept in the manifest when it only warns', async () => {
    const project = await createProject()
    const tools = fakeTools(`echo 'pg_dump: warning: the moon is full' >&2; touch "$happened"; exec "$real" "$@"`)
    const { exitCode, stderr } = await project.pgsafe(['backup', '--auto'], { env: { PGSAFE_PG_BIN: tools.directory } })
    expect({ exitCode, happened: existsSync(tools.happened) }).toEqual({ exitCode: 0, happened: true })
    expect(stderr).toContain('Warning: the moon is full')
    const [file = ''] = backupFiles(project)
    expect(manifestOf(join(project.store, file)).warnings).toEqual(['the moon is full'])
  })
})

describe('a locked table', () => {
  it.each(shapes)('ends the wait, and names the session that holds it and the table (%s %s)', async (...flags) => {
    const project = await createProject()
    const { application, pid, release } = await holdTableLock(project.database.at, 'orders')
    const args = ['--auto', '--lock-wait-timeout', '1', ...given(flags)]
    const { exitCode, stderr } = await project.pgsafe(['backup', ...args])
    await release()
    expect(exitCode).toBe(5)
    const said = stderr.replaceAll(/\s+/g, ' ')
    expect(said).toMatch(
      new RegExp(`waited 1 s for a table lock: pid ${pid} \\(.*${application}.*\\) locks public.orders`),
    )
    expect(said).toContain('--lock-wait-timeout')
    await expectNothingLost(project, [])
  })
})

describe('two backups', () => {
  it('flaw 13: in the same second get different names, both whole', async () => {
    const project = await createProject()
    const outcomes: PgsafeOutcome[] = []
    const frozen = fakeClock('2026-02-03T04:05:06Z')
    for (let i = 0; i < 2; i += 1) outcomes.push(await project.pgsafe(['backup', '--auto', '--no-prune'], frozen))
    expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    const name = `${project.database.name}_2026-02-03T04-05-06`
    expect(backupFiles(project).sort()).toEqual([`${name}-1.sql`, `${name}.sql`])
    await expectNothingLost(project, backupFiles(project))
  })

  it('flaw 13: at once never write the same file: the second ends with 8 and names the first', async () => {
    const project = await createProject()
    const tools = fakeTools(`touch "$happened"; while [ ! -e "$happened.go" ]; do sleep 0.1; done; exec "$real" "$@"`)
    const first = project.pgsafe(['backup', '--auto'], { env: { PGSAFE_PG_BIN: tools.directory } })
    await expect.poll(() => existsSync(tools.happened), { timeout: 30_000 }).toBe(true)
    const second = await project.pgsafe(['backup', '--auto'])
    expect(second.exitCode).toBe(8)
    expect(second.stderr.replaceAll(/\s+/g, ' ')).toMatch(/backup.*process \d+ .*Try: /)
    writeFileSync(`${tools.happened}.go`, '')
    expect((await first).exitCode).toBe(0)
    expect(backupFiles(project)).toHaveLength(1)
    await expectNothingLost(project, backupFiles(project))
  })
})

/** A Date that stands still, preloaded into the program. */
function fakeClock(at: string) {
  const script = `const R = Date, t = R.parse('${at}'); globalThis.Date = class extends R { constructor(...a) { super(...(a.length ? a : [t])) } static now() { return t } }`
  return { env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` } }
}
