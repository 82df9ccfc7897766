import type { Environment } from '../system/context.ts'

/** What PostgreSQL's programs need from their surroundings; everything else stays with us. Windows spells some in other cases. */
const passedOn = new Set(
  [
    'PATH HOME USER LOGNAME LANG TZ TMPDIR TEMP TMP',
    'LD_LIBRARY_PATH DYLD_LIBRARY_PATH DYLD_FALLBACK_LIBRARY_PATH',
    'SSL_CERT_FILE SSL_CERT_DIR OPENSSL_CONF OPENSSL_MODULES',
    'SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT APPDATA LOCALAPPDATA PROGRAMDATA',
    'USERPROFILE USERNAME USERDOMAIN HOMEDRIVE HOMEPATH',
  ].flatMap((names) => names.split(' ')),
)
const passedOnPrefixes = /^(?:LC_|KRB5)/

/**
 * The environment for one of PostgreSQL's programs, without any connection: a whitelist of ours (no PG*), speaking English.
 * Their messages are read by us, so LC_MESSAGES is C; a character set chosen with LC_ALL stays in force through LANG.
 */
export function childEnvironment(env: Environment): Record<string, string> {
  const locale = env['LC_ALL']
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && isPassedOn(name, locale)) kept[name] = value
  }
  if (locale !== undefined && locale !== '') kept['LANG'] = locale
  return { ...kept, LC_MESSAGES: 'C' }
}

function isPassedOn(name: string, locale: string | undefined): boolean {
  const upper = name.toUpperCase()
  if (upper === 'LC_ALL' || upper === 'LC_MESSAGES') return false
  // LC_ALL beats its siblings: once it has become LANG, they must not beat it.
  if (upper.startsWith('LC_') && locale !== undefined && locale !== '') return false
  return passedOn.has(upper) || passedOnPrefixes.test(upper)
}
