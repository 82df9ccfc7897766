import { describe, expect, it } from 'vitest'
import { PgsafeError } from '../../../src/errors.ts'
import { exitCodeOf } from '../../../src/program/exit-code-of.ts'
import { presentationFlagsIn } from '../../../src/program/presentation-flags.ts'

describe('the exit code of an error', () => {
  it('is its own', () => {
    expect(exitCodeOf(new PgsafeError('locked', 'x'), 'backup')).toBe(8)
    expect(exitCodeOf(new PgsafeError('interrupted', 'x'), undefined)).toBe(130)
  })

  it('is 1 for a bug', () => {
    expect(exitCodeOf(new TypeError('x'), 'backup')).toBe(1)
    expect(exitCodeOf('not even an error', undefined)).toBe(1)
  })

  it.each([new PgsafeError('usage', 'x'), new PgsafeError('interrupted', 'x'), new TypeError('x')])(
    'is 125 for guard, whatever the cause: %s',
    (error) => {
      expect(exitCodeOf(error, 'guard')).toBe(125)
    },
  )

  it('tells under guard when the command could not be started', () => {
    expect(exitCodeOf(new PgsafeError('command-not-executable', 'x'), 'guard')).toBe(126)
    expect(exitCodeOf(new PgsafeError('command-not-found', 'x'), 'guard')).toBe(127)
  })
})

it('reads how to show errors from a command line that may be wrong, up to a wrapped command', () => {
  expect(presentationFlagsIn(['backup', '--zzz', '--json'])).toMatchObject({ json: true, quiet: false })
  expect(presentationFlagsIn(['guard', '--verbose', '--', 'x', '--json'])).toMatchObject({ json: false, verbose: true })
  expect(presentationFlagsIn(['--no-color', '-q'])).toMatchObject({ color: false, quiet: true })
})
