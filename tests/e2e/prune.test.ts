import { existsSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupFiles, createProject, type MadeBackup, type Project } from '../support/project.ts'
import { ageBackup, changeManifest, copyBackup, treeOf } from '../support/stored-backup.ts'

interface Pruned {
  readonly kept: readonly { id: string; file: string; reasons: readonly string[] }[]
  readonly removed: readonly { id: string; file: string; reasons: readonly string[] }[]
  readonly dryRun: boolean
}

/** Backups of these ages in days, oldest first: one is made, the others are its copies, each with an id of its own. */
async function agedBackups(project: Project, ages: readonly number[]): Promise<MadeBackup[]> {
  const [age = 0, ...younger] = ages
  const made = await project.backup('--no-prune', '--compress')
  const copies = younger.map((days) => copyBackup(made, days))
  ageBackup(made.path, age)
  return [made, ...copies]
}

async function prune(project: Project, ...flags: string[]): Promise<Pruned> {
  const { exitCode, stdout } = await project.pgsafe(['prune', '--yes', '--json', ...flags])
  expect(exitCode).toBe(0)
  return JSON.parse(stdout) as Pruned
}

const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id).sort()

describe('prune', () => {
  it('removes what is older than 30 days, with its manifest, and says why of every backup', async () => {
    const project = await createProject()
    const [old, month, fresh] = await agedBackups(project, [31, 29, 0])
    const { kept, removed } = await prune(project)
    expect(ids(removed)).toEqual([old?.id])
    expect(removed[0]?.reasons).toEqual(['older than 30 days'])
    expect(ids(kept)).toEqual(ids([month, fresh].filter((backup) => backup !== undefined)))
    expect(kept.every(({ reasons }) => reasons.length > 0)).toBe(true)
    expect(backupFiles(project)).toHaveLength(2)
    expect(existsSync(`${old?.path}.json`)).toBe(false)
  })

  it('does exactly what --dry-run said, which itself removes nothing', async () => {
    const project = await createProject()
    await agedBackups(project, [100, 50, 40, 3, 1])
    const before = treeOf(project.store)
    const planned = await prune(project, '--dry-run', '--days', '2')
    expect(planned.dryRun).toBe(true)
    expect(treeOf(project.store)).toEqual(before)
    const done = await prune(project, '--days', '2')
    expect({ ...done, dryRun: true }).toEqual(planned)
    expect(ids(done.removed)).toHaveLength(4)
  })

  it('flaw 8: takes the age from the manifest, never from the file’s own time', async () => {
    const project = await createProject()
    const [old, fresh] = await agedBackups(project, [60, 0])
    if (old === undefined || fresh === undefined) return
    const [now, longAgo] = [new Date(), new Date('2001-01-01')]
    for (const path of [old.path, `${old.path}.json`]) utimesSync(path, now, now)
    for (const path of [fresh.path, `${fresh.path}.json`]) utimesSync(path, longAgo, longAgo)
    const { removed } = await prune(project)
    expect(ids(removed)).toEqual([old.id])
  })

  it('flaw 8: counts no broken file for a backup, and keeps the last good one however old it is', async () => {
    const project = await createProject()
    const [good, broken] = await agedBackups(project, [400, 0])
    writeFileSync(broken?.path ?? '', 'cut')
    const { kept, removed } = await prune(project, '--days', '1')
    expect(ids(removed)).toEqual([])
    expect(kept).toMatchObject([{ id: good?.id, reasons: ['newest verified'] }])
  })

  it('keeps pins, and the newest made before a destructive command', async () => {
    const project = await createProject()
    const made = await agedBackups(project, [90, 80, 70, 60, 50])
    const [pinned, guard, newerGuard, , newest] = made
    changeManifest(pinned?.path ?? '', { pinned: true })
    for (const backup of [guard, newerGuard]) changeManifest(backup?.path ?? '', { reason: 'guard', command: ['x'] })
    const { kept } = await prune(project)
    expect(Object.fromEntries(kept.map(({ id, reasons }) => [id, reasons.join()]))).toEqual({
      [pinned?.id ?? '']: 'pinned',
      [newerGuard?.id ?? '']: 'newest before a destructive command',
      [newest?.id ?? '']: 'newest verified',
    })
  })

  it.each([
    ['--keep-last', '3', 3],
    ['--keep-daily', '2', 2],
    ['--keep-monthly', '3', 3],
  ])('%s %s keeps backups beyond the age', async (flag, value, count) => {
    const project = await createProject()
    await agedBackups(project, [400, 300, 200, 100])
    expect((await prune(project, flag, value)).kept).toHaveLength(count)
  })

  it('touches neither foreign files nor another database’s last backup, and judges each database by itself', async () => {
    const [project, other] = [await createProject(), await createProject()]
    await agedBackups(project, [90, 50])
    const theirs = await other.backup('--dir', project.store, '--no-prune')
    ageBackup(theirs.path, 300)
    const foreign = ['dump-from-2019.sql', `${project.database.name}_2019-01-01T00-00-00.sql`, 'notes.txt']
    for (const name of foreign) writeFileSync(join(project.store, name), 'mine')
    const { removed, kept } = await prune(project)
    expect(removed).toHaveLength(1)
    expect(kept.map(({ id }) => id)).toContain(theirs.id)
    for (const name of foreign) expect(existsSync(join(project.store, name))).toBe(true)
  })

  it.each([['0'], ['36500']])('keeps everything with %s days', async (days) => {
    const project = await createProject()
    await agedBackups(project, [9000, 800])
    const outcome = await project.pgsafe(['prune', '--yes'], { env: { BACKUP_RETENTION_DAYS: days } })
    expect(outcome).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('Nothing to remove; 2 backups kept') })
  })

  it('asks before it removes, and without a terminal removes nothing', async () => {
    const project = await createProject()
    await agedBackups(project, [90, 0])
    const outcome = await project.pgsafe(['prune'], { env: { SKIP_BACKUP_PROMPT: 'true' } })
    expect(outcome).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('--yes') })
    expect(backupFiles(project)).toHaveLength(2)
    const terminal = await project.terminal(['prune'])
    await terminal.waitFor('Remove 1 backup? (y/n)')
    await terminal.type('y')
    await terminal.press('Enter')
    expect(await terminal.exitCode()).toBe(0)
    expect(await terminal.screen()).toMatch(/1 backup \([\d.]+ KB\) removed, 1 backup kept/)
    expect(backupFiles(project)).toHaveLength(1)
  })
})

describe('after a backup', () => {
  it('flaw 9: old ones go, also without a terminal, and one line says so', async () => {
    const project = await createProject()
    const [old] = await agedBackups(project, [45])
    const { exitCode, stderr } = await project.pgsafe(['backup', '--auto'])
    expect({ exitCode, said: stderr.includes('Removed 1 old backup') }).toEqual({ exitCode: 0, said: true })
    expect(existsSync(old?.path ?? '')).toBe(false)
    expect(backupFiles(project)).toHaveLength(1)
  })

  it.each([
    ['--no-prune', ['--no-prune'], {}],
    ['PGSAFE_PRUNE_AFTER_BACKUP=false', [], { PGSAFE_PRUNE_AFTER_BACKUP: 'false' }],
    ['BACKUP_RETENTION_DAYS=90', [], { BACKUP_RETENTION_DAYS: '90' }],
  ])('they stay with %s', async (_what, flags, env) => {
    const project = await createProject()
    await agedBackups(project, [45])
    expect(await project.pgsafe(['backup', '--auto', ...flags], { env })).toMatchObject({ exitCode: 0 })
    expect(backupFiles(project)).toHaveLength(2)
  })

  it('nothing goes when the backup failed', async () => {
    const project = await createProject()
    await agedBackups(project, [90, 45])
    const outcome = await project.pgsafe(['backup', '--auto'], { env: { PGSAFE_PG_BIN: '/nowhere' } })
    expect(outcome.exitCode).toBe(3)
    expect(backupFiles(project)).toHaveLength(2)
  })
})

describe('pin and unpin', () => {
  it('decide whether retention may remove a backup, named by id, a beginning of it, its file or its path', async () => {
    const project = await createProject()
    const [old, newest] = await agedBackups(project, [90, 0])
    if (old === undefined || newest === undefined) return
    for (const ref of [old.id, old.id.slice(0, 6), old.file, old.path]) {
      expect(await project.pgsafe(['pin', ref])).toMatchObject({
        exitCode: 0,
        stderr: expect.stringContaining('Pinned'),
      })
      expect((await prune(project)).removed).toEqual([])
      const { stdout } = await project.pgsafe(['unpin', ref, '--json'])
      expect(JSON.parse(stdout)).toMatchObject({ backup: { id: old.id, pinned: false } })
    }
    expect(await project.pgsafe(['verify', old.id])).toMatchObject({ exitCode: 0 })
    expect(ids((await prune(project)).removed)).toEqual([old.id])
  })

  it('say when there is no such backup, and that a foreign file needs no pin', async () => {
    const project = await createProject()
    await project.backup()
    writeFileSync(join(project.store, 'foreign.sql'), 'x')
    for (const ref of ['nothing', 'foreign.sql']) {
      expect(await project.pgsafe(['pin', ref])).toMatchObject({
        exitCode: 4,
        stderr: expect.stringContaining('no pin'),
      })
    }
  })
})

describe('what is kept on the server', () => {
  const restored = async (): Promise<Project> => {
    const project = await createProject()
    await project.backup()
    await project.query("INSERT INTO customers (name) VALUES ('only in the replaced database')")
    expect(await project.pgsafe(['restore', '--latest', '--yes'])).toMatchObject({ exitCode: 0 })
    return project
  }
  const onServer = async (project: Project) =>
    (await project.databases()).filter((name) => name.startsWith('pgsafe_old_'))

  it('stays as long as it is covered, and says why', async () => {
    const project = await restored()
    const [name = ''] = await onServer(project)
    const { stdout } = await project.pgsafe(['prune', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      onServer: { kept: [{ name, kind: 'kept', reasons: ['not older than 24 hours'] }], removed: [] },
    })
    expect(await onServer(project)).toEqual([name])
  })

  it('goes after a question when it is not, and undo brings its state back from a backup', async () => {
    const project = await restored()
    const [name = ''] = await onServer(project)
    const env = { PGSAFE_KEPT_DATABASES: '0' }
    const planned = await project.pgsafe(['prune', '--dry-run'], { env })
    expect(planned.stderr).toMatch(new RegExp(`Would be removed from the server:\\n {2}${name}[^]*none is to stay`))
    expect(await project.pgsafe(['prune'], { env })).toMatchObject({ exitCode: 4 })
    expect(await onServer(project)).toEqual([name])
    const pruned = await project.pgsafe(['prune', '--yes', '--json'], { env })
    expect(JSON.parse(pruned.stdout)).toMatchObject({ onServer: { removed: [{ name }] }, dryRun: false })
    expect(await onServer(project)).toEqual([])
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.query("SELECT count(*) FROM customers WHERE name LIKE 'only in%'")).toBe('1')
  })

  it('is left alone when the server cannot be asked, and the backups are pruned all the same', async () => {
    const project = await restored()
    const DATABASE_URL = project.url.replace(/:\d+\//, ':1/')
    const pruned = await project.pgsafe(['prune', '--yes', '--json'], { env: { DATABASE_URL } })
    expect(pruned).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('was not looked at') as string })
    expect(JSON.parse(pruned.stdout)).toMatchObject({
      onServer: null,
      kept: [{ reasons: expect.anything() as unknown }],
    })
  })
})
