import { describe, expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'
import { hasTmux } from '../support/terminal.ts'

const orders = (project: Project) => project.query('SELECT count(*) FROM orders')

describe.skipIf(!hasTmux())('restore in a terminal (needs tmux)', () => {
  async function offeredProject() {
    const project = await createProject()
    await project.backup('--label', 'the full one')
    await project.query('DELETE FROM orders WHERE id > 100')
    await project.backup('--compress')
    await project.query('DELETE FROM orders')
    return { project, terminal: await project.terminal(['restore']) }
  }

  it('lists the backups, newest first, with all that it takes to choose, in 80 columns', async () => {
    const { project, terminal } = await offeredProject()
    const screen = await terminal.waitFor('Enter backup number to restore (or "q" to quit):')
    expect(screen).toMatch(/1\. .*\.sql\.gz[^]*300 rows in 2 tables[^]*2\. .*\.sql\n[^]*1,200 rows in 2 tables/)
    expect(screen).toContain('Label: the full one')
    expect(screen).toMatch(/Size: [\d.]+ KB \| Date: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \| just now/)
    expect(screen.split('\n').filter((line) => line.length > 80)).toEqual([])
    await terminal.type('q')
    await terminal.press('Enter')
    expect(await terminal.exitCode()).toBe(4)
    expect(await orders(project)).toBe('0')
  })

  it('asks again for a wrong number, then restores the right one after the word yes', async () => {
    const { project, terminal } = await offeredProject()
    for (const wrong of ['3', '0', '-1', '1.5', 'two', '']) {
      await terminal.waitFor(/Enter backup number[^\n]*$/)
      await terminal.type(wrong)
      await terminal.press('Enter')
      await terminal.waitFor(`"${wrong}" is none of them`)
    }
    await terminal.type('2')
    await terminal.press('Enter')
    await terminal.waitFor(/Type yes to go on/)
    expect(await orders(project)).toBe('0')
    await terminal.type('yes')
    await terminal.press('Enter')
    expect(await terminal.exitCode()).toBe(0)
    expect(await terminal.screen()).toContain('Database restored successfully')
    expect(await orders(project)).toBe('1000')
  })

  it.each([
    ['y', 'y'],
    ['Y', 'Y'],
    ['no', 'no'],
    ['nothing', ''],
    ["the database's name", 'the name'],
  ])('flaw 14: takes %s for a no', async (_what, answer) => {
    const { project, terminal } = await offeredProject()
    await terminal.waitFor('Enter backup number')
    await terminal.type('1')
    await terminal.press('Enter')
    await terminal.waitFor('Type yes to go on')
    await terminal.type(answer)
    await terminal.press('Enter')
    expect(await terminal.exitCode()).toBe(4)
    expect(await terminal.screen()).toContain('cancelled: nothing was changed')
    expect(await orders(project)).toBe('0')
    expect(await project.databases()).toEqual([project.database.name])
  })

  it('ends with 130 on Ctrl-C at the question', async () => {
    const { project, terminal } = await offeredProject()
    await terminal.waitFor('Enter backup number')
    await terminal.press('C-c')
    expect(await terminal.exitCode()).toBe(130)
    expect(await orders(project)).toBe('0')
  })
})

it.runIf(!hasTmux())('NOT TESTED: restore in a terminal, because tmux is not installed', () => {
  process.stderr.write('tmux is not installed: the terminal tests of restore did not run\n')
})
