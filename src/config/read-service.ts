import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseServiceFile } from '../domain/parse-service-file.ts'
import type { ConnectionParams } from '../domain/target.ts'
import { translateParameters } from '../domain/translate-parameters.ts'
import { PgsafeError } from '../errors.ts'

/** Where Debian's libpq looks when PGSYSCONFDIR is not set. */
const systemDirectory = '/etc/postgresql-common'

/** A connection service's parameters, from the first of libpq's files that defines it. Throws `invalid-setting` when none does. */
export function readService(service: string, lookUp: (name: string) => string | undefined): ConnectionParams {
  for (const path of serviceFiles(lookUp)) {
    const pairs = parseServiceFile(readIfThere(path), service)
    if (pairs !== undefined) return translateParameters(pairs).params
  }
  throw new PgsafeError('invalid-setting', `the connection service "${service}" is not defined`, {
    hint: 'define it in ~/.pg_service.conf, name its file in PGSERVICEFILE, or unset PGSERVICE',
  })
}

function serviceFiles(lookUp: (name: string) => string | undefined): string[] {
  const home = lookUp('HOME')
  const appData = lookUp('APPDATA')
  return [
    lookUp('PGSERVICEFILE'),
    home === undefined ? undefined : join(home, '.pg_service.conf'),
    appData === undefined ? undefined : join(appData, 'postgresql', '.pg_service.conf'),
    join(lookUp('PGSYSCONFDIR') ?? systemDirectory, 'pg_service.conf'),
  ].filter((path) => path !== undefined)
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return ''
    throw new PgsafeError('invalid-setting', `${path} cannot be read (${code ?? 'unknown error'})`, { cause: error })
  }
}
