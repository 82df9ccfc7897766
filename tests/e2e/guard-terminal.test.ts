import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'
import { hasTmux } from '../support/terminal.ts'
import { randomSuffix } from '../support/test-database.ts'

const sentinel = (project: Project) => existsSync(join(project.directory, 'sentinel'))
const leaveSentinel = ['--', process.execPath, '-e', `require('fs').writeFileSync('sentinel', '')`]

describe.skipIf(!hasTmux())('guard in a terminal (needs tmux)', () => {
  it('shows the danger in 80 columns, takes the word yes, and runs the command', async () => {
    const project = await createProject()
    const terminal = await project.terminal(['guard', ...leaveSentinel])
    const screen = await terminal.waitFor('Type yes to go on')
    expect(screen).toContain('DANGER ZONE')
    expect(screen).toMatch(/Space: about [\d.]+ [KM]B needed, [\d.]+ [MGT]B free/)
    expect(screen).toContain('1,200 rows in 2 tables')
    expect(sentinel(project)).toBe(false)
    await terminal.type('yes')
    await terminal.press('Enter')
    expect(await terminal.exitCode(60_000)).toBe(0)
    expect(sentinel(project)).toBe(true)
    expect(await terminal.screen()).toContain('pgsafe restore --id')
  })

  it.each(['y', 'no', ''])('flaw 14: takes "%s" for a no: nothing runs, nothing is backed up', async (answer) => {
    const project = await createProject()
    const terminal = await project.terminal(['guard', ...leaveSentinel])
    await terminal.waitFor('Type yes to go on')
    await terminal.type(answer)
    await terminal.press('Enter')
    expect(await terminal.exitCode()).toBe(125)
    expect(sentinel(project)).toBe(false)
    expect(existsSync(project.store) ? readdirSync(project.store).join() : '').not.toContain('.sql')
  })

  it.each([
    ['yes', 125, false],
    ['NAME_', 125, false],
    ['NAME', 0, true],
  ] as const)(
    'of a production-like database it takes the name and nothing else (%s: %i)',
    async (answer, code, runs) => {
      const project = await createProject({ name: `shop_production_${randomSuffix()}` })
      const { name } = project.database
      const terminal = await project.terminal(['guard', '--yes', ...leaveSentinel])
      const screen = await terminal.waitFor("Type the database's name to go on")
      expect(screen).toContain('This looks like a PRODUCTION database')
      await terminal.type(answer.replace('NAME', name))
      await terminal.press('Enter')
      expect(await terminal.exitCode(60_000)).toBe(code)
      expect(sentinel(project)).toBe(runs)
    },
  )

  it('Ctrl-C at the question: 125, nothing ran, nothing is left, and the next run is not in its way', async () => {
    const project = await createProject()
    const terminal = await project.terminal(['guard', ...leaveSentinel])
    await terminal.waitFor('Type yes to go on')
    await terminal.press('C-c')
    expect(await terminal.exitCode()).toBe(125)
    expect(sentinel(project)).toBe(false)
    expect(existsSync(project.store) ? readdirSync(project.store).join() : '').not.toContain('.sql')
    expect(await project.pgsafe(['guard', '--yes', ...leaveSentinel])).toMatchObject({ exitCode: 0 })
  })

  it('Ctrl-C during the backup: 125, nothing ran, and no half of a backup stays', async () => {
    const project = await createProject()
    const env = replacedPrograms(project.directory, { pg_dump: 'exec sleep 300' })
    const terminal = await project.terminal(['guard', '--yes', ...leaveSentinel], { env })
    await terminal.waitFor('Writing the backup')
    await terminal.press('C-c')
    expect(await terminal.exitCode()).toBe(125)
    expect(sentinel(project)).toBe(false)
    expect(readdirSync(project.store).filter((name) => name.includes('.sql'))).toEqual([])
    expect(readdirSync(join(project.store, '.pgsafe')).filter((name) => name.endsWith('.partial'))).toEqual([])
    expect(readdirSync(join(project.store, '.pgsafe/journal'))).toEqual([])
    expect(await terminal.screen()).not.toContain('What happened')
  })

  it('Ctrl-C during the command reaches it once, and the report still comes', async () => {
    const project = await createProject()
    const script = `let n = 0; process.on('SIGINT', () => { n++; setTimeout(() => { console.log('interrupts: ' + n); process.exit(130) }, 500) });
      console.log('child runs'); setInterval(() => {}, 1000)`
    const terminal = await project.terminal(['guard', '--yes', '--', process.execPath, '-e', script])
    await terminal.waitFor(/^child runs/m, 60_000)
    await terminal.press('C-c')
    expect(await terminal.exitCode(60_000)).toBe(130)
    const screen = await terminal.screen()
    expect(screen).toContain('interrupts: 1')
    expect(screen).toContain('pgsafe restore --id')
    expect(readdirSync(join(project.store, '.pgsafe/journal'))).toEqual([])
  })
})

it.runIf(!hasTmux())('NOT TESTED: guard in a terminal, because tmux is not installed', () => {
  process.stderr.write('tmux is not installed: the terminal tests of guard did not run\n')
})
