import { withoutComments } from './code-text.ts'
import { type CommandTarget, other } from './command-target.ts'
import { targetAt, toPostgresUrl } from './database-url.ts'
import type { LookUp } from './variables.ts'

interface Searched {
  readonly lookUp: LookUp
  readonly pinned: string | undefined
  /** For people. */
  readonly file: string
}

const secretsManager =
  /secrets?[-_]?manager|SecretClient|key-?vault|\bvault\b|infisical|doppler|@?1password|ssm:|SSMClient|GetParameter/i
const urlLiteral = /(?:jdbc:)?(?:postgres(?:ql)?(?:\+\w+)?|postgis|pgsql|ecto):\/\/[^\s'"`<>]+/g
const urlName = /(?:URL|URI|DSN|CONNECTION_?STRING)$/
const databaseName = /DATABASE|POSTGRES|PG|^DB_|_DB_|^DSN$/
const spareName = /SHADOW|REDIS|MONGO|MYSQL|SENTRY/

/**
 * What the text of a program says about the database it will connect to, judged by the variables and URLs that it names.
 * Undefined when it says nothing. Nothing is run, so a URL found here is a clue and no proof.
 */
export function searchCode(source: string, { lookUp, pinned, file }: Searched): CommandTarget | undefined {
  const text = withoutComments(source)
  if (secretsManager.test(text)) return other(`${file} asks a secrets manager`)
  const names = variablesIn(text).filter((name) => name !== pinned && !spareName.test(name))
  const pinnedUrl = pinned === undefined ? undefined : lookUp(pinned)?.value
  const pinnedIsNamed = pinned !== undefined && new RegExp(String.raw`\b${pinned}\b`).test(text)
  const clues = [...cluesFromVariables(names, lookUp), ...cluesFromLiterals(text, pinnedIsNamed)].filter(
    ({ url }) => url !== pinnedUrl,
  )
  const [first, second] = clues
  if (pinnedIsNamed && first === undefined) return { kind: 'pinned', variable: pinned, evidence: file }
  if (first === undefined) return unsetVariable(names, lookUp, file)
  if (pinnedIsNamed) return other(`${file} names ${first.described} beside ${pinned}`)
  if (second !== undefined) return other(`${file} names several databases: ${first.described}, ${second.described}`)
  return targetAt(first.url, { how: `${first.described}, named in ${file}`, source: 'code' })
}

interface Clue {
  readonly url: string
  readonly described: string
}

/** `env.X`, `env("X")`, `os.environ["X"]`, `ENV.fetch("X")`, `${X}` …: every way has a name in capitals. */
function variablesIn(text: string): string[] {
  const direct = text.matchAll(/(?:\b(?:env|ENV)\??\.|[([]\s*['"`]|\$\{?)([A-Z][A-Z0-9_]{2,})/g)
  const unpacked = [...text.matchAll(/\{([^{}]*)\}\s*=\s*process\.env/g)].flatMap((match) =>
    (match[1] ?? '').split(',').map((name) => name.replace(/[:=][^]*/, '').trim()),
  )
  return [...new Set([...[...direct].map((match) => match[1] ?? ''), ...unpacked])]
}

function cluesFromVariables(names: readonly string[], lookUp: LookUp): Clue[] {
  return names.flatMap((name) => {
    const found = lookUp(name)
    return found === undefined || toPostgresUrl(found.value) === undefined
      ? []
      : [{ url: found.value, described: found.described }]
  })
}

/** A URL that only stands in for a variable that guard sets is never used. */
function cluesFromLiterals(text: string, pinnedIsNamed: boolean): Clue[] {
  const literals = [...text.matchAll(urlLiteral)].filter(
    ({ index }) =>
      !pinnedIsNamed || !/(?:\|\||\?\?|,|:-|\bor)\s*['"`]$/.test(text.slice(Math.max(0, index - 20), index)),
  )
  return [...new Set(literals.map(([url]) => url))].map((url) => ({ url, described: 'a URL written there' }))
}

/** A variable by the name of a URL, for which no value was found: set where pgsafe does not see it. */
function unsetVariable(names: readonly string[], lookUp: LookUp, file: string): CommandTarget | undefined {
  const name = names.find(
    (name) => databaseName.test(name) && (urlName.test(name) || /HOST|_NAME$|DATABASE$/.test(name)),
  )
  if (name === undefined) return undefined
  const state = lookUp(name) === undefined ? ', which is not set' : ''
  return other(`${file} reads ${name}${state}`)
}
