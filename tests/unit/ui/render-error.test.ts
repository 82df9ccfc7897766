import { describe, expect, it } from 'vitest'
import { PgsafeError } from '../../../src/errors.ts'
import { redactText } from '../../../src/domain/redact.ts'
import { knownSecrets } from '../../../src/ui/known-secrets.ts'
import { errorDocument, renderError } from '../../../src/ui/render-error.ts'

const asItIs = (text: string): string => text

describe('an error', () => {
  it('says what happened, what to do next and where to read more', () => {
    const error = new PgsafeError('locked', 'the store is locked', { hint: 'wait for the other run', log: '/x/y.log' })
    expect(renderError(error, { verbose: false, isTerminal: true, redact: asItIs })).toBe(
      'Error: the store is locked\nTry:   wait for the other run\nLog:   /x/y.log',
    )
  })

  it('is broken at spaces in a terminal, and one line elsewhere', () => {
    const error = new PgsafeError('refused', 'what happened '.repeat(10).trim())
    const lines = (isTerminal: boolean): string[] =>
      renderError(error, { verbose: false, isTerminal, redact: asItIs }).split('\n')
    expect(lines(true)).toHaveLength(2)
    expect(lines(false)).toEqual([`Error: ${error.message}`])
  })

  it('that is not ours is called a bug, with its stack only when asked', () => {
    const short = renderError(new TypeError('x is undefined'), { verbose: false, isTerminal: true, redact: asItIs })
    expect(short).toBe('Error: a bug in pgsafe: x is undefined\nTry:   please report it, with what --verbose shows')
    const long = renderError(new TypeError('x is undefined'), { verbose: true, isTerminal: true, redact: asItIs })
    expect(long).toContain('render-error.test.ts')
  })

  it('shows its causes with --verbose', () => {
    const error = new PgsafeError('backup-failed', 'pg_dump failed', { cause: new Error('signal 9') })
    expect(renderError(error, { verbose: true, isTerminal: true, redact: asItIs })).toMatch(
      /pg_dump failed[^]*caused by: Error: signal 9/,
    )
  })

  it('is a document for programs', () => {
    expect(errorDocument(new PgsafeError('refused', 'no'), asItIs)).toEqual({
      error: { code: 'refused', message: 'no', hint: null },
    })
    expect(errorDocument('oops', asItIs)).toMatchObject({ error: { code: 'unexpected' } })
  })
})

describe('a password', () => {
  const env = { DATABASE_URL: 'postgres://app:s3cr%40t/w0rd@db:5432/shop', OTHER: 'plain', PGPASSWORD: 'hunter22x' }
  const secrets = knownSecrets(env, 'postgres://u@h/d?sslmode=require&password=inquery77')

  it('is known from URLs in the environment, PGPASSWORD and --url, raw and decoded', () => {
    expect(secrets).toEqual(expect.arrayContaining(['s3cr%40t/w0rd', 's3cr@t/w0rd', 'hunter22x', 'inquery77']))
  })

  it('is shown by no error, in no spelling', () => {
    const redact = (text: string): string => redactText(text, secrets)
    const error = new PgsafeError('connection-failed', 'cannot use s3cr@t/w0rd or s3cr%40t/w0rd', {
      hint: 'not hunter22x',
      cause: new Error('inquery77'),
    })
    const all =
      renderError(error, { verbose: true, isTerminal: false, redact }) + JSON.stringify(errorDocument(error, redact))
    expect(all).not.toMatch(/s3cr|w0rd|hunter|inquery/)
  })
})
