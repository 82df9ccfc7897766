import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupFiles, createProject, shareProject, type Project } from '../support/project.ts'
import { ageBackup } from '../support/stored-backup.ts'
import { randomSuffix } from '../support/test-database.ts'

/** What Claude Code sets for everything that it runs. */
const agent = { CLAUDECODE: '1' }

const asAgent = (project: Project, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  project.pgsafe(args, { env: { ...agent, ...env } })

const production = () => createProject({ name: `shop_prod_${randomSuffix()}` })
const wipe = ({ url }: Project) => ['--', 'psql', url, '-qc', 'DROP TABLE orders, customers CASCADE']
const isWiped = async (project: Project) => (await project.query("SELECT to_regclass('orders')")) === ''
const requests = ({ store }: Project) => readdirSync(join(store, '.pgsafe/approvals'))

describe('an agent, on a local database', () => {
  it('guards, resets, restores and undoes without flags and without questions', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const guard = await asAgent(project, ['guard', ...wipe(project)])
    expect(guard).toMatchObject({ exitCode: 0 })
    expect(guard.stderr).toContain('Run by an AI agent (Claude Code: CLAUDECODE): no questions are asked.')
    expect(await isWiped(project)).toBe(true)
    expect(await asAgent(project, ['undo'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
    expect(await asAgent(project, ['reset'])).toMatchObject({ exitCode: 0 })
    expect(await isWiped(project)).toBe(true)
    expect(await asAgent(project, ['restore', '--latest'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('gets no word in about a backup that was not verified: the command does not start', async () => {
    const project = await createProject()
    const broken = await asAgent(project, ['guard', '--dir', '/dev/null/backups', ...wipe(project)])
    expect(broken).toMatchObject({ exitCode: 125 })
    expect(await isWiped(project)).toBe(false)
  })

  it.each([
    ['a file that pgsafe did not make', ['--file', 'foreign.sql', '--trust'], 'foreign.sql was not made by pgsafe'],
    ['a restore that keeps nothing', ['--latest', '--no-keep'], '--no-keep leaves nothing of what is there now'],
  ])('needs an approval for %s', async (_what, args, reason) => {
    const project = await createProject()
    const { path } = await project.backup()
    copyFileSync(path, join(project.directory, 'foreign.sql'))
    const { exitCode, stdout } = await asAgent(project, ['restore', '--json', '--yes', ...args])
    expect(exitCode).toBe(4)
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'needs-approval', danger: 'local' } })
    expect(stdout).toContain(reason)
    expect(await project.databases()).toEqual([project.database.name])
  })

  it('is refused a command that may act on another database', async () => {
    const project = await createProject()
    const elsewhere = ['--', 'psql', 'postgresql://nobody@127.0.0.1:1/elsewhere', '-c', 'DROP TABLE orders']
    const { exitCode, stdout } = await asAgent(project, ['guard', '--json', '--yes', ...elsewhere])
    expect(exitCode).toBe(125)
    const { error } = JSON.parse(stdout) as { error: { code: string; reasons: string[] } }
    expect(error.code).toBe('needs-approval')
    expect(error.reasons[0]).toMatch(/^the command may act on another database: nobody@127\.0\.0\.1:1\/elsewhere/)
  })
})

describe('an agent, on a production-like database', () => {
  it('is refused with everything that a program needs to know, and the command does not start', async () => {
    const project = await production()
    const args = ['guard', '--json', '--', 'touch', 'sentinel']
    const { exitCode, stdout } = await asAgent(project, args)
    expect(exitCode).toBe(125)
    const { error } = JSON.parse(stdout) as { error: { approval: { id: string }; message: string; hint: string } }
    const { id } = error.approval
    const { name } = project.database
    expect(error).toEqual({
      code: 'needs-approval',
      message: expect.stringContaining('an AI agent (Claude Code: CLAUDECODE) runs this guard of'),
      hint: `pgsafe approve ${id} (a person, in a terminal), then the same command again within 10 minutes; no other flag or variable helps`,
      approval: { id, command: `pgsafe approve ${id}`, expiresAt: expect.stringMatching(/Z$/) },
      agent: 'Claude Code: CLAUDECODE',
      action: 'guard',
      target: expect.stringContaining(`/${name}`),
      database: name,
      danger: 'production',
      reasons: [`the database is called "${name}"`],
    })
    expect(existsSync(join(project.directory, 'sentinel'))).toBe(false)
    expect(backupFiles(project)).toEqual([])
    expect(requests(project)).toEqual([`${id}.json`])
    expect(readFileSync(join(project.store, '.pgsafe/approvals', `${id}.json`), 'utf8')).not.toContain(
      project.at.password,
    )
  })

  it('is told where the store is when that is not the usual place', async () => {
    const project = await production()
    const { stdout } = await asAgent(project, ['guard', '--json', '--dir', 'my backups', ...wipe(project)])
    const { error } = JSON.parse(stdout) as { error: { approval: { id: string; command: string } } }
    expect(error.approval.command).toBe(
      `pgsafe approve ${error.approval.id} --dir '${join(project.directory, 'my backups')}'`,
    )
  })

  it('is refused the mark of protect and its pins, and may protect', async () => {
    const project = await createProject()
    const { name } = project.database
    const { id } = await project.backup('--pin')
    expect(await asAgent(project, ['protect'])).toMatchObject({ exitCode: 0 })
    for (const args of [
      ['unprotect', '--confirm', name, '--yes'],
      ['unpin', id, '--yes'],
    ]) {
      const { exitCode, stdout } = await asAgent(project, [...args, '--json'])
      expect(exitCode).toBe(4)
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'refused' } })
      expect(stdout).toContain('is for people')
    }
    const protectedNow = await asAgent(project, ['guard', '--json', '--confirm', name, ...wipe(project)])
    expect(JSON.parse(protectedNow.stdout)).toMatchObject({
      error: { code: 'needs-approval', reasons: ['it is marked by pgsafe protect'] },
    })
    expect(await project.pgsafe(['unpin', id])).toMatchObject({ exitCode: 0 })
    expect(await project.pgsafe(['unprotect', '--confirm', name])).toMatchObject({ exitCode: 0 })
  })
})

describe('an agent, on a production-like database with something to restore and to undo', () => {
  const shared = shareProject(
    async (project) => void (await project.pgsafe(['guard', '--confirm', project.database.name, '--', 'true'])),
    { name: `shop_prod_${randomSuffix()}` },
  )

  it.each([
    ['guard', ['--yes'], {}],
    ['guard', ['--confirm', 'NAME'], {}],
    ['guard', ['--yes', '--confirm', 'NAME'], { SKIP_BACKUP_PROMPT: 'true' }],
    ['guard', ['--confirm', 'NAME', '--agent', 'no'], { PGSAFE_AGENT: 'no' }],
    ['reset', ['--force', '--confirm', 'NAME'], { SKIP_BACKUP_PROMPT: 'true' }],
    ['restore', ['--latest', '--yes', '--confirm', 'NAME'], {}],
    ['restore', ['--latest', '--force-target', '--confirm', 'NAME'], { PGSAFE_SKIP_PROMPT: 'true' }],
    ['undo', ['--yes', '--confirm', 'NAME'], {}],
  ])('is refused %s whatever it adds: %j, %j', async (command, flags, env) => {
    const project = shared()
    const { name } = project.database
    const words = flags.map((flag) => flag.replace('NAME', name))
    const rest = command === 'guard' ? wipe(project) : []
    const outcome = await asAgent(project, [command, '--json', ...words, ...rest], env)
    expect(outcome.exitCode).toBe(['guard', 'reset'].includes(command) ? 125 : 4)
    expect(JSON.parse(outcome.stdout)).toMatchObject({ error: { code: 'needs-approval', action: command } })
    expect(await isWiped(project)).toBe(false)
    expect(await project.databases()).toEqual([name])
  })
})

describe('an agent that prunes', () => {
  it('says --yes, and cannot remove for 30 days what a destructive command would be undone from', async () => {
    const project = await createProject()
    const guard = ['guard', '--yes', '--', 'true']
    for (const days of [31, 20, 10, 0]) {
      const alone = { PGSAFE_PRUNE_AFTER_BACKUP: 'false' }
      expect(await project.pgsafe(guard, { env: alone })).toMatchObject({ exitCode: 0 })
      const newest = backupFiles(project).at(-1) ?? ''
      ageBackup(join(project.store, newest), days)
    }
    const unasked = await asAgent(project, ['prune', '--days', '1', '--json'])
    expect(JSON.parse(unasked.stdout)).toMatchObject({ error: { code: 'consent-needed' } })
    const env = { PGSAFE_RETENTION_DAYS: '1' }
    const pruned = await asAgent(project, ['prune', '--yes', '--json'], env)
    const { removed, kept } = JSON.parse(pruned.stdout) as { removed: object[]; kept: { reasons: string[] }[] }
    expect(removed).toMatchObject([{ reasons: ['older than 1 day'] }])
    expect(kept.map(({ reasons }) => reasons.join())).toEqual(
      expect.arrayContaining(['from before something destructive, and not older than 30 days']),
    )
    expect(await asAgent(project, ['backup'], env)).toMatchObject({ exitCode: 0 })
    expect(backupFiles(project)).toHaveLength(4)
    const person = await project.pgsafe(['prune', '--yes', '--days', '1', '--json'])
    expect((JSON.parse(person.stdout) as { removed: object[] }).removed).toHaveLength(2)
  })
})

describe('--agent', () => {
  it('yes makes an agent of anybody, also from .env', async () => {
    const project = await production()
    const { name } = project.database
    const flag = await project.pgsafe(['guard', '--json', '--agent', 'yes', '--confirm', name, ...wipe(project)])
    expect(JSON.parse(flag.stdout)).toMatchObject({ error: { code: 'needs-approval', agent: 'an agent: --agent' } })
    project.write('.env', 'PGSAFE_AGENT=yes\n')
    const file = await project.pgsafe(['guard', '--json', '--confirm', name, ...wipe(project)])
    expect(JSON.parse(file.stdout)).toMatchObject({ error: { agent: 'an agent: PGSAFE_AGENT in .env' } })
  })

  it('takes nothing else', async () => {
    const project = await createProject()
    const { exitCode, stderr } = await project.pgsafe(['guard', '--agent', 'maybe', ...wipe(project)])
    expect(exitCode).toBe(125)
    expect(stderr).toContain('--agent is "maybe": must be auto, yes or no')
  })
})

describe('a mark that people have too', () => {
  it('refuses nothing by itself', async () => {
    const project = await createProject()
    const env = { CURSOR_TRACE_ID: 'abc', SKIP_BACKUP_PROMPT: 'true' }
    expect(await project.pgsafe(['guard', ...wipe(project)], { env })).toMatchObject({ exitCode: 0 })
    expect(await project.pgsafe(['undo', '--yes'], { env })).toMatchObject({ exitCode: 0 })
  })
})

it('doctor says who it takes the caller for, and by what', async () => {
  const project = await createProject()
  expect((await asAgent(project, ['doctor'])).stdout).toContain('Run by: an AI agent (Claude Code: CLAUDECODE)')
  expect((await project.pgsafe(['doctor'])).stdout).toContain('Run by: a person\n')
})
