import { describe, expect, it } from 'vitest'
import { PgsafeError } from '../../../src/errors.ts'
import { buildProgram } from '../../../src/program.ts'
import { helpExitCode, usageErrorOf } from '../../../src/program/usage-error.ts'

/** Parses a command line and gives back the flags that the story would get. */
async function parse(...args: string[]): Promise<object> {
  let flags: object | undefined
  const program = buildProgram(async (given) => {
    flags = given
  })
  await program.parseAsync(['node', 'pgsafe', ...args])
  if (flags === undefined) throw new Error('no story was run')
  return flags
}

/** The error that a wrong command line gives. */
async function wrong(...args: string[]): Promise<PgsafeError> {
  const error = usageErrorOf(await parse(...args).catch((thrown: unknown) => thrown), args[0])
  if (!(error instanceof PgsafeError)) throw new Error(`no usage error: ${String(error)}`)
  return error
}

describe('flags', () => {
  it('are only those that were typed: a --no-x that is absent says nothing', async () => {
    expect(await parse('backup')).toEqual({})
    expect(await parse('restore')).toEqual({})
  })

  it('of the whole program stand before or after the command, and the later one wins', async () => {
    expect(await parse('--json', 'list', '--quiet')).toEqual({ json: true, quiet: true })
    expect(await parse('--dir', 'a', 'list', '--dir', 'b')).toEqual({ dir: 'b' })
  })

  it('say no with --no-…', async () => {
    expect(await parse('backup', '--no-prune', '--no-color')).toEqual({ prune: false, color: false })
    expect(await parse('restore', '--no-owner', '--no-acl', '--no-keep', '--no-analyze')).toEqual({
      owner: false,
      acl: false,
      keep: false,
      analyze: false,
    })
  })

  it.each([
    [['--compress'], 'gzip'],
    [['--compress', 'none'], 'none'],
    [['--no-compress'], 'none'],
  ])('%j compresses with %s', async (args, compress) => {
    expect(await parse('backup', ...args)).toEqual({ compress })
  })

  it('with numbers are numbers', async () => {
    expect(await parse('prune', '--days', '0', '--keep-last', '3')).toEqual({ days: 0, keepLast: 3 })
    expect(await parse('backup', '-j', '4', '--lock-wait-timeout', '10')).toEqual({ jobs: 4, lockWaitTimeout: 10 })
  })
})

describe('guard', () => {
  it('takes its own flags before the command and leaves the rest alone, with -- and without', async () => {
    expect(await parse('guard', '--yes', '--', 'npx', 'x', '--force', '--json')).toEqual({ yes: true })
    expect(await parse('guard', '--yes', 'npx', 'x', '--force', '--json', '--', '--quiet')).toEqual({ yes: true })
  })

  it('needs a command', async () => {
    expect((await wrong('guard', '--yes')).message).toContain("missing required argument 'command'")
  })
})

describe('a wrong command line', () => {
  it.each<[string, string[], string]>([
    ['an unknown flag', ['backup', '--lable', 'x'], 'did you mean --label?'],
    ['an unknown flag without a likeness', ['backup', '--zzzzzz'], 'pgsafe backup --help'],
    ['an invalid number', ['backup', '--jobs', '0'], 'pgsafe backup --help'],
    ['a number with a unit', ['prune', '--days', '30d'], 'pgsafe prune --help'],
    ['a negative number', ['prune', '--keep-last', '-1'], 'pgsafe prune --help'],
    ['an unknown format', ['backup', '--format', 'tar'], 'pgsafe backup --help'],
    ['a missing value', ['backup', '--label'], 'pgsafe backup --help'],
    ['too many arguments', ['verify', 'a', 'b'], 'pgsafe verify --help'],
    ['a missing argument', ['pin'], 'pgsafe pin --help'],
    ['two ways to name a backup', ['restore', '--latest', '--id', 'x'], 'pgsafe restore --help'],
    ['an argument and a flag that both name a backup', ['restore', 'x', '--latest'], 'pgsafe restore --help'],
  ])('with %s is a usage error with a hint', async (_what, args, hint) => {
    expect(await wrong(...args)).toMatchObject({ code: 'usage', exitCode: 2, hint })
  })

  it('suggests the command that was meant', async () => {
    expect(await wrong('bakcup')).toMatchObject({ message: "unknown command 'bakcup'", hint: 'did you mean backup?' })
  })
})

it('gives other errors back as they are', () => {
  const error = new TypeError('x')
  expect(usageErrorOf(error, 'backup')).toBe(error)
  expect(helpExitCode(error)).toBeUndefined()
})
