import { PgsafeError } from '../errors.ts'

const encodeHint =
  'percent-encode what is part of a user name, password or database name: @ as %40, : as %3A, / as %2F, # as %23, ? as %3F, & as %26, + as %2B, % as %25, a space as %20'

/** A URL that parsers read in different ways. Says which character is to blame; never quotes the URL, which may hold a secret. */
export function ambiguousUrl(problem: string): PgsafeError {
  return new PgsafeError('invalid-url', `the database URL is ambiguous: ${problem}`, { hint: encodeHint })
}

/** A URL that says nothing usable. `problem` must not quote it. */
export function invalidUrl(problem: string, hint?: string): PgsafeError {
  return new PgsafeError('invalid-url', `the database URL is not valid: ${problem}`, {
    hint: hint ?? 'write it as postgresql://user:password@host:5432/database',
  })
}
