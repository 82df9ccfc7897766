/** A program's or a configuration's text without comments: what is commented out decides nothing. */
export function withoutComments(text: string): string {
  return text
    .replace(/(^|[\s;,{(])\/\*[^]*?\*\//g, '$1')
    .replace(/^[ \t]*(?:\/\/|#(?!\{)|--\s|;|\*\s).*$/gm, '')
    .replace(/(\s)(?:\/\/|#)\s.*$/gm, '$1')
}

/** The block that belongs to a key: `production: { … }`, `"test": {…}`, `datasource = {…}`; undefined when there is none. */
export function blockOf(text: string, key: string): string | undefined {
  const name = key.replace(/[^\w]/g, '\\$&')
  const opening = new RegExp(String.raw`(?:^|[\s{,.'"])${name}['"]?\s*[:=]\s*(?:[\w.]+\()?\{`).exec(text)
  if (opening === null) return undefined
  const start = opening.index + opening[0].length
  let depth = 1
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1
    else if (text[at] === '}' && --depth === 0) return text.slice(start, at)
  }
  return undefined
}

const dotenvCall = /dotenv|loadEnvFile|loadEnvConfig|read_env|decouple/

export interface CodeEnvFiles {
  readonly envFiles: readonly string[]
  readonly override: boolean
}

/** The `.env` files that a program loads by itself, relative to where it runs, the first to define a variable wins. */
export function envFilesOf(text: string): CodeEnvFiles {
  if (!dotenvCall.test(text)) return { envFiles: [], override: false }
  const named = [...text.matchAll(/['"`]((?:[\w./-]*\/)?\.env[\w.-]*)['"`]/g)].map((match) => match[1] ?? '')
  const nextOrder = ['.env.development.local', '.env.local', '.env.development', '.env']
  const usual = /loadEnvConfig|dotenv-flow/.test(text) ? nextOrder : ['.env']
  return { envFiles: named.length > 0 ? named : usual, override: /override\s*[:=]\s*(?:true|True)/.test(text) }
}
