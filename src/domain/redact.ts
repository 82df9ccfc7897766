const mask = '***'

const secretName = String.raw`[\w-]*(?:password|passwd|passphrase|pwd|secret|token|api[_-]?key)`
const urlPattern = /[a-z][a-z\d+.-]*:\/\/\S+/gi
const urlParameter = new RegExp(`([?&]${secretName}=)[^&]*`, 'gi')
/** `password=…`, `PGPASSWORD='…'`: what a parameter pass has masked already stays as it is. */
const assignment = new RegExp(
  String.raw`(${secretName}\s*=\s*)(?!\*\*\*)('(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*"|\S+)`,
  'gi',
)
const secretFlag = new RegExp(`^--?${secretName}$`, 'i')
const secretAssignment = new RegExp(`^(-{0,2}${secretName}=).*$`, 'is')

/** Passwords too ordinary to be taken out wherever the word stands; in URLs and after `password=` they are. */
const everydayWords = new Set([
  'postgres',
  'postgresql',
  'password',
  'admin',
  'root',
  'user',
  'test',
  'secret',
  'local',
])

/** A URL or conninfo string for people: `postgres://app:***@db.example.com/shop?password=***`. */
export function redactUrl(url: string): string {
  return maskUrl(url).replace(assignment, `$1${mask}`)
}

/** Takes out the given secrets, as written and in every usual encoding, and whatever looks like a password by its place. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  const written = secrets.filter((secret) => secret.length > 3 && !everydayWords.has(secret)).flatMap(spellings)
  // Longest first: a secret that contains another is taken out whole.
  const masked = [...new Set(written)]
    .sort((a, b) => b.length - a.length)
    .reduce((rest, secret) => rest.replaceAll(secret, mask), text)
  return masked.replace(urlPattern, maskUrl).replace(assignment, `$1${mask}`)
}

/** A command line to be shown or kept: URLs, `--password x`, `-W x`, `PGPASSWORD=x` and the like without their secrets. */
export function redactCommand(argv: readonly string[], secrets: readonly string[] = []): string[] {
  return argv.map((word, index) => {
    const before = argv[index - 1] ?? ''
    // psql's own -W takes no value: an option after it is none.
    if (secretFlag.test(before) || (before === '-W' && !word.startsWith('-'))) return mask
    return redactText(word.replace(secretAssignment, `$1${mask}`), secrets)
  })
}

/** The last @ ends the credentials: an unencoded one belongs to the password. */
function maskUrl(url: string): string {
  const start = url.indexOf('://') + 3
  const at = url.lastIndexOf('@')
  const colon = url.indexOf(':', start)
  const hasPassword = start > 2 && colon !== -1 && colon < at
  const address = hasPassword ? `${url.slice(0, colon)}:${mask}${url.slice(at)}` : url
  return address.replace(urlParameter, `$1${mask}`)
}

function spellings(secret: string): string[] {
  const encoded = encodeURIComponent(secret.replace(/\p{Surrogate}/gu, '\uFFFD'))
  const strict = encoded.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  const percent = [encoded, strict].flatMap((text) => [text, text.replace(/%../g, (code) => code.toLowerCase())])
  const quoted = [
    JSON.stringify(secret).slice(1, -1),
    secret.replace(/[\\']/g, '\\$&'),
    secret.replace(/[\\:]/g, '\\$&'),
  ]
  return [secret, ...percent, ...quoted]
}
