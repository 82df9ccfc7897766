import { sslmodes, type Sslmode } from './connection-parameters.ts'
import { connectionNotices } from './connection-notices.ts'
import { invalidUrl } from './invalid-url.ts'
import type { ConnectionPair } from './parse-postgres-uri.ts'

/** What the parameters about TLS come to in libpq's words. `mode` undefined: libpq's default. */
export interface TlsChoice {
  readonly mode: Sslmode | undefined
  readonly notices: readonly string[]
}

interface Reading {
  readonly mode?: Sslmode
  readonly notice?: string
}

const yes = new Set(['true', '1', 'yes', 'on'])
const no = new Set(['false', '0', 'no', 'off'])

/**
 * The strongest of everything a URL says about TLS (sslmode, ssl, requiressl, Prisma's sslaccept), so that no order of
 * parameters weakens it. Throws `invalid-url` for an sslmode that nobody knows.
 */
export function translateTls(pairs: readonly ConnectionPair[]): TlsChoice {
  const readings = pairs.map(readPair).filter((reading) => reading !== undefined)
  const modes = readings.map(({ mode }) => mode).filter((mode) => mode !== undefined)
  return {
    mode: modes.sort((a, b) => sslmodes.indexOf(b) - sslmodes.indexOf(a))[0],
    notices: readings.map(({ notice }) => notice).filter((notice) => notice !== undefined),
  }
}

function readPair([keyword, value]: ConnectionPair): Reading | undefined {
  if (keyword === 'requiressl') return { mode: value.startsWith('1') ? 'require' : 'prefer' }
  if (keyword === 'sslaccept') return value === 'accept_invalid_certs' ? {} : { mode: 'verify-full' }
  if (keyword === 'sslmode') return readMode(value) ?? refuseMode()
  // Drivers also take objects and more here; whatever it says, it asks for TLS.
  if (keyword === 'ssl') return readMode(value) ?? { mode: 'require', notice: connectionNotices.requireTls }
  return undefined
}

function readMode(value: string): Reading | undefined {
  const mode = sslmodes.find((known) => known === value)
  if (mode !== undefined) return { mode }
  if (value === 'no-verify') return { mode: 'require', notice: connectionNotices.noVerify }
  if (yes.has(value)) return { mode: 'require' }
  return no.has(value) ? {} : undefined
}

function refuseMode(): never {
  throw invalidUrl('its sslmode is not one of libpq’s', `use one of ${sslmodes.join(', ')}`)
}
