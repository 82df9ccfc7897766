import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { pgsafeVersion } from '../../src/domain/pgsafe-version.ts'
import { runPgsafe } from '../support/run-pgsafe.ts'

const cwd = mkdtempSync(join(tmpdir(), 'pgsafe-help-'))
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const commands = [
  'backup',
  'list',
  'verify',
  'diff',
  'prune',
  'pin',
  'unpin',
  'restore',
  'undo',
  'recover',
  'guard',
  'reset',
  'protect',
  'unprotect',
  'approve',
  'doctor',
  'demo',
]

describe.each(commands)('pgsafe %s --help', (command) => {
  it('explains the command, with examples and its exit codes, in 80 columns', async () => {
    const { exitCode, stdout, stderr } = await runPgsafe([command, '--help'], { cwd })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(stdout).toMatchSnapshot()
    expect(stdout).toMatch(/\nExamples:\n  # .+\n  pgsafe /)
    expect(stdout).toMatch(/\nExit codes:\n  0 /)
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  it('is what `pgsafe help` shows too', async () => {
    const [flag, word] = await Promise.all([
      runPgsafe([command, '--help'], { cwd }),
      runPgsafe(['help', command], { cwd }),
    ])
    expect(word).toEqual(flag)
  })
})

describe('pgsafe', () => {
  it('shows every command and how to begin with --help', async () => {
    const { exitCode, stdout, stderr } = await runPgsafe(['--help'], { cwd })
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
    expect(stdout).toMatchSnapshot()
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  })

  it('alone shows the same on stderr and ends with 2', async () => {
    const [alone, asked] = await Promise.all([runPgsafe([], { cwd }), runPgsafe(['--help'], { cwd })])
    expect(alone).toEqual({ exitCode: 2, signal: null, stdout: '', stderr: asked.stdout })
  })

  it('prints its version and nothing else', async () => {
    const outcome = await runPgsafe(['--version'], { cwd })
    expect(outcome).toEqual({ exitCode: 0, signal: null, stdout: `${pgsafeVersion}\n`, stderr: '' })
  })
})

describe('a wrong command line', () => {
  it.each([
    [['bakcup'], "Error: unknown command 'bakcup'\nTry:   did you mean backup?\n"],
    [['backup', '--lable', 'x'], "Error: unknown option '--lable'\nTry:   did you mean --label?\n"],
    [['pin'], "Error: missing required argument 'backup'\nTry:   pgsafe pin --help\n"],
  ])('%j says what is wrong and what was meant, and ends with 2', async (args, stderr) => {
    expect(await runPgsafe(args, { cwd })).toEqual({ exitCode: 2, signal: null, stdout: '', stderr })
  })

  it('is JSON on stdout with --json', async () => {
    const { exitCode, stdout, stderr } = await runPgsafe(['backup', '--jobs', 'many', '--json'], { cwd })
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage', hint: 'pgsafe backup --help' } })
  })

  it('of guard ends with 125, so that it cannot be mistaken for the command', async () => {
    expect(await runPgsafe(['guard', '--lable', 'x', '--', 'true'], { cwd })).toMatchObject({
      exitCode: 125,
      stdout: '',
    })
  })
})
