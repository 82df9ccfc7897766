import { PgsafeError } from '../errors.ts'
import type { Environment } from '../system/context.ts'
import { installHint } from './install-hint.ts'

/** The error for a machine without client programs, or for a PGSAFE_PG_BIN that does not hold them. */
export function toolsMissing(env: Environment): PgsafeError {
  const chosen = env['PGSAFE_PG_BIN'] ?? ''
  const what = 'psql, pg_dump and pg_restore of one version were not found'
  if (chosen === '') {
    return new PgsafeError('tools-missing', `${what} on this machine`, { hint: installHint(process.platform) })
  }
  return new PgsafeError('tools-missing', `${what} in ${chosen}`, {
    hint: 'PGSAFE_PG_BIN names that directory: correct it, or unset it to have the usual places searched',
  })
}
