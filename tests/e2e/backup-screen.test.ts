import { describe, expect, it } from 'vitest'
import { holdTableLock } from '../support/hold-lock.ts'
import { backupFiles, createProject } from '../support/project.ts'
import { partialsIn, treeOf } from '../support/stored-backup.ts'
import { hasTmux } from '../support/terminal.ts'

const question = 'Proceed with backup? (y/n)'

describe.skipIf(!hasTmux())('backup in a terminal of 80 columns (needs tmux)', () => {
  it('flaw 14: shows database, where it was found, host, folder and compression, asks, and tells where the file is', async () => {
    const project = await createProject()
    const terminal = await project.terminal(['backup'])
    const asking = await terminal.waitFor(question)
    expect(asking).toContain('DATABASE BACKUP UTILITY')
    expect(asking).toContain(`Database: ${project.database.name} (DATABASE_URL)`)
    expect(asking).toMatch(/Host: 127\.0\.0\.1:\d+\n/)
    expect(asking).toContain(`Backup directory: ${project.store}`)
    expect(asking).toContain('Compression: Disabled')
    expect(asking).toMatch(/Space: about [\d.]+ MB needed, [\d.]+ [MGT]B free\n/)
    expect(asking.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(treeOf(project.directory)).toEqual([])
    await terminal.type('y')
    await terminal.press('Enter')
    expect(await terminal.exitCode()).toBe(0)
    const done = await terminal.screen()
    const [file = ''] = backupFiles(project)
    expect(done).toContain('🔄 Creating database backup...')
    expect(done).toContain(`Backup file: ${file}`)
    expect(done).toContain('✅ Backup completed successfully!')
    expect(done).toMatch(/Size: [\d.]+ KB\n +Data: 1,200 rows in 2 tables, verified/)
    expect(done.replaceAll('\n', '')).toContain(`File: ${project.store}/${file}`)
  })

  it.each([
    ['n', 4, 'cancelled'],
    ['', 4, 'cancelled'],
  ])('takes %j for a no, and has written nothing', async (answer, exitCode, said) => {
    const project = await createProject()
    const terminal = await project.terminal(['backup'])
    await terminal.waitFor(question)
    await terminal.type(answer)
    await terminal.press('Enter')
    expect(await terminal.exitCode()).toBe(exitCode)
    expect(await terminal.screen()).toContain(said)
    expect(treeOf(project.directory)).toEqual([])
  })

  it('asks again for anything but y or n', async () => {
    const project = await createProject()
    const terminal = await project.terminal(['backup'])
    await terminal.waitFor(question)
    await terminal.type('maybe')
    await terminal.press('Enter')
    await terminal.waitFor('please answer y or n')
    for (let i = 0; i < 5; i += 1) await terminal.press('BSpace')
    await terminal.type('n')
    await terminal.press('Enter')
    expect(await terminal.exitCode()).toBe(4)
  })

  it('ends with 130 on Ctrl-C at the question, and has written nothing', async () => {
    const project = await createProject()
    const terminal = await project.terminal(['backup'])
    await terminal.waitFor(question)
    await terminal.press('C-c')
    expect(await terminal.exitCode()).toBe(130)
    expect(treeOf(project.directory)).toEqual([])
  })

  it('ends with 130 on Ctrl-C while pg_dump works: the dump is stopped and nothing is left', async () => {
    const project = await createProject()
    const lock = await holdTableLock(project.database.at, 'orders')
    const terminal = await project.terminal(['backup', '--auto'])
    await terminal.waitFor('Writing the backup')
    const dumps = `SELECT count(*) FROM pg_stat_activity
      WHERE application_name = 'pgsafe' AND datname = current_database() AND wait_event_type = 'Lock'`
    await expect.poll(() => project.database.query(dumps), { timeout: 10_000 }).toBe('1')
    await terminal.press('C-c')
    expect(await terminal.exitCode()).toBe(130)
    expect(backupFiles(project)).toEqual([])
    expect(partialsIn(project.store)).toEqual([])
    await expect.poll(() => project.database.query(dumps), { timeout: 10_000 }).toBe('0')
    await lock.release()
    await project.backup()
  })

  it.each([['--yes'], ['--auto']])('asks nothing with %s', async (flag) => {
    const project = await createProject()
    const terminal = await project.terminal(['backup', flag])
    expect(await terminal.exitCode()).toBe(0)
    expect(await terminal.screen()).not.toContain(question)
  })

  it('asks nothing with SKIP_BACKUP_PROMPT=true', async () => {
    const project = await createProject()
    const terminal = await project.terminal(['backup'], { env: { SKIP_BACKUP_PROMPT: 'true' } })
    expect(await terminal.exitCode()).toBe(0)
  })
})
