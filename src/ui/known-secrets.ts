import type { Environment } from '../system/context.ts'

/**
 * Passwords that lie about where an error could pick them up: in variables that hold a URL, in PGPASSWORD, in `--url`. As
 * written and percent-decoded, because messages quote either.
 */
export function knownSecrets(env: Environment, url: string | undefined): string[] {
  const values = [...Object.values(env), url].filter((value) => value !== undefined)
  const raw = [...values.flatMap(passwordsIn), env['PGPASSWORD'] ?? '']
  return [...new Set(raw.flatMap((secret) => [secret, decoded(secret)]))].filter((secret) => secret !== '')
}

/** From `scheme://user:password@…` (the last @ counts: passwords may hold more) and `?password=…`. */
function passwordsIn(value: string): string[] {
  const match = /^[a-z][a-z\d+.-]*:\/\/([^?]*)(\?.*)?$/is.exec(value)
  if (match === null) return []
  const authority = /^[^:@]*:(.*)@/s.exec(match[1] ?? '')
  const parameter = /[?&]password=([^&]*)/i.exec(match[2] ?? '')
  return [authority?.[1], parameter?.[1]].filter((secret) => secret !== undefined)
}

function decoded(secret: string): string {
  try {
    return decodeURIComponent(secret)
  } catch (error) {
    // A lone % is no encoding: the text is its own meaning.
    if (error instanceof URIError) return secret
    throw error
  }
}
