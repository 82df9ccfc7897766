import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Approval } from '../../src/domain/approval.ts'
import { sealApproval } from '../../src/store/approval-file.ts'
import { createProject, type Project } from '../support/project.ts'
import { hasTmux } from '../support/terminal.ts'
import { randomSuffix } from '../support/test-database.ts'

const agent = { CLAUDECODE: '1' }
const production = () => createProject({ name: `shop_prod_${randomSuffix()}` })

const sentinel = ({ directory }: Project) => join(directory, 'sentinel')
/** Takes the sentinel away: whether the command ran. */
function hasRun(project: Project): boolean {
  const ran = existsSync(sentinel(project))
  rmSync(sentinel(project), { force: true })
  return ran
}
const guard = ['guard', '--json', '--', 'touch', 'sentinel']

/** Runs it as the agent; the id of the request that it is refused with. */
async function refused(project: Project, args: readonly string[] = guard, cwd = project.directory): Promise<string> {
  const { exitCode, stdout } = await project.pgsafe(args, { env: agent, cwd })
  expect(exitCode).toBe(args[0] === 'guard' ? 125 : 4)
  const { error } = JSON.parse(stdout) as { error: { code: string; approval: { id: string } } }
  expect(error.code).toBe('needs-approval')
  expect(hasRun(project)).toBe(false)
  return error.approval.id
}

/** Types an answer to `pgsafe approve` in a terminal; its exit code and last screen. */
async function approve(project: Project, id: string, typed = project.database.name) {
  const terminal = await project.terminal(['approve', id])
  const question = await terminal.waitFor("Type the database's name to go on", 60_000)
  await terminal.type(typed)
  await terminal.press('Enter')
  return { exitCode: await terminal.exitCode(60_000), question, screen: await terminal.screen() }
}

describe.skipIf(!hasTmux())('pgsafe approve, in a terminal (needs tmux)', () => {
  it('shows the command, the database and the danger; then this command runs once, with a backup before it', async () => {
    const project = await production()
    const id = await refused(project)
    const { exitCode, question, screen } = await approve(project, id)
    expect(question).toContain('An AI agent (Claude Code: CLAUDECODE) wants to run:')
    expect(question).toContain('pgsafe guard --json -- touch sentinel')
    expect(question).toContain(`in ${project.directory}`)
    expect(question).toMatch(/This looks like a PRODUCTION database\.\n.*\n +- the database is called "shop_prod_/)
    expect({ exitCode, screen }).toMatchObject({ exitCode: 0, screen: expect.stringMatching(/✅ Approved until/) })
    const ran = await project.pgsafe(guard, { env: agent })
    expect(ran).toMatchObject({ exitCode: 0 })
    expect(ran.stderr).toMatch(/A person has approved this run[^]*Verifying/)
    expect(hasRun(project)).toBe(true)
    expect(await refused(project)).not.toBe(id)
  })

  it('is for one run of two that begin at once', async () => {
    const project = await production()
    await approve(project, await refused(project))
    const both = await Promise.all([1, 2].map(() => project.pgsafe(guard, { env: agent })))
    expect(both.filter(({ exitCode }) => exitCode === 0)).toHaveLength(1)
    expect(both.find(({ exitCode }) => exitCode === 125)?.stdout).toContain('needs-approval')
  })

  it('is for these words in this directory, and for nothing else', async () => {
    const project = await production()
    const id = await refused(project)
    await approve(project, id)
    mkdirSync(join(project.directory, 'below'))
    const others = [
      await refused(project, [...guard.slice(0, -1), 'sentinel2']),
      await refused(project, ['guard', '--json', '--yes', ...guard.slice(2)]),
      await refused(project, [...guard.slice(0, 1), '--dir', project.store, ...guard.slice(1)]),
      await refused(project, [...guard, '--'], project.directory),
    ]
    expect(new Set([id, ...others]).size).toBe(5)
    const elsewhere = join(project.directory, 'below')
    expect(
      await refused(project, ['guard', '--json', '--dir', project.store, '--', 'touch', 'sentinel'], elsewhere),
    ).not.toBe(id)
    expect(existsSync(join(project.directory, 'sentinel2'))).toBe(false)
  })

  it('is over after ten minutes, and is not to be had by editing the file', async () => {
    const project = await production()
    const file = (id: string) => join(project.store, '.pgsafe/approvals', `${id}.json`)
    const read = (id: string) => JSON.parse(readFileSync(file(id), 'utf8')) as Approval
    const late = await refused(project)
    await approve(project, late)
    expect(read(late).approvedAt).not.toBeNull()
    const past = new Date(Date.now() - 1000).toISOString()
    writeFileSync(file(late), JSON.stringify(sealApproval({ ...read(late), expiresAt: past })))
    const edited = await refused(project)
    expect(edited).not.toBe(late)
    writeFileSync(file(edited), JSON.stringify({ ...read(edited), approvedAt: new Date().toISOString() }))
    const again = await refused(project)
    expect(again).not.toBe(edited)
    expect(readdirSync(join(project.store, '.pgsafe/approvals'))).toEqual([`${again}.json`])
  })

  it('takes nothing but the name', async () => {
    const project = await production()
    const id = await refused(project)
    for (const typed of ['yes', '', project.database.name.toUpperCase()]) {
      expect(await approve(project, id, typed)).toMatchObject({ exitCode: 4 })
    }
    expect(await refused(project)).toBe(id)
  })

  it('is refused to an agent with a terminal, also with --agent no', async () => {
    const project = await production()
    const id = await refused(project)
    for (const flags of [[], ['--agent', 'no'], ['--yes', '--confirm', project.database.name]]) {
      const terminal = await project.terminal(['approve', id, ...flags], { env: agent })
      expect(await terminal.exitCode(60_000)).toBe(4)
      expect(await terminal.screen()).toContain('approve is for people, and an AI agent runs this')
    }
    expect(await refused(project)).toBe(id)
  })

  it('lets a restore and an undo through as well, each once', async () => {
    const project = await production()
    await project.backup()
    await project.query('DELETE FROM orders WHERE id > 500')
    const orders = () => project.query('SELECT count(*) FROM orders')
    const restore = ['restore', '--latest', '--json']
    await approve(project, await refused(project, restore))
    expect(await project.pgsafe(restore, { env: agent })).toMatchObject({ exitCode: 0 })
    expect(await orders()).toBe('1000')
    const undo = ['undo', '--json']
    await approve(project, await refused(project, undo))
    expect(await project.pgsafe(undo, { env: agent })).toMatchObject({ exitCode: 0 })
    expect(await orders()).toBe('500')
    await refused(project, undo)
  })
})

describe('pgsafe approve', () => {
  it('is refused without a terminal, and for an id that nobody gave', async () => {
    const project = await production()
    const id = await refused(project)
    const { exitCode, stdout } = await project.pgsafe(['approve', id, '--json', '--confirm', project.database.name])
    expect(exitCode).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'refused' } })
    expect(stdout).toContain('for a person in a terminal')
  })
})

describe.skipIf(!hasTmux())('in a terminal (needs tmux)', () => {
  it('an agent is not asked', async () => {
    const project = await createProject()
    const terminal = await project.terminal(['guard', '--', 'touch', 'sentinel'], { env: agent })
    expect(await terminal.exitCode(60_000)).toBe(0)
    expect(await terminal.screen()).not.toContain('Type yes')
    expect(hasRun(project)).toBe(true)
  })

  it('an unknown id is said to be unknown', async () => {
    const project = await createProject()
    const terminal = await project.terminal(['approve', 'k3fqz8m2pd'])
    expect(await terminal.exitCode(60_000)).toBe(4)
    expect(await terminal.screen()).toContain('no request "k3fqz8m2pd" waits for approval')
  })

  it.each([
    ['where there is a mark that people have too, in spite of SKIP_BACKUP_PROMPT', { CURSOR_TRACE_ID: 'abc' }, []],
    ["with --agent no where an agent's mark is, in spite of --yes", agent, ['--agent', 'no', '--yes']],
  ])('a person is asked %s', async (_title, marks, flags) => {
    const project = await createProject()
    const env = { ...marks, SKIP_BACKUP_PROMPT: 'true' }
    const terminal = await project.terminal(['guard', ...flags, '--', 'touch', 'sentinel'], { env })
    await terminal.waitFor('Type yes to go on', 60_000)
    expect(hasRun(project)).toBe(false)
    await terminal.type('yes')
    await terminal.press('Enter')
    expect(await terminal.exitCode(60_000)).toBe(0)
    expect(hasRun(project)).toBe(true)
  })
})

it.runIf(!hasTmux())('NOT TESTED: approvals, because tmux is not installed', () => {
  process.stderr.write('tmux is not installed: the tests of approvals did not run\n')
})
