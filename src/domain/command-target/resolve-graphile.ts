import { parseConnectionUrl } from '../parse-connection-url.ts'
import { isPgsafeError } from '../../errors.ts'
import { readCodeValue } from './code-value.ts'
import { envFilesOf, withoutComments } from './code-text.ts'
import { type CommandTarget, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { findNear, flagValue, lookUpWith, readNear, type TargetQuestion } from './target-question.ts'

interface Address {
  readonly url: string
  readonly described: string
}

/**
 * graphile-migrate: `connectionString` of its .gmrc, else DATABASE_URL. `reset` drops the database of that name on the
 * server of `rootConnectionString`, else of ROOT_DATABASE_URL, which may be another server.
 */
export function resolveGraphile(question: TargetQuestion): CommandTarget {
  const isReset = question.args.operands[0] === 'reset'
  const shadow = isReset && question.args.flags.has('--shadow')
  const main = shadow
    ? readAddress(question, 'shadowConnectionString', 'SHADOW_DATABASE_URL')
    : readAddress(question, 'connectionString', 'DATABASE_URL')
  if (main === undefined) return other('neither its .gmrc nor a variable that pgsafe sees names its database')
  if (!isReset) return targetAt(main.url, { how: main.described, source: 'environment' })
  const database = databaseOf(main.url)
  if (database === undefined) return other(`${main.described} names no database`)
  const root = readAddress(question, 'rootConnectionString', 'ROOT_DATABASE_URL') ?? {
    url: 'postgresql:///template1',
    described: 'the local server (ROOT_DATABASE_URL is not set)',
  }
  const how = `the name from ${main.described}, the server from ${root.described}`
  return targetAt(root.url, { how, source: 'environment', database })
}

function readAddress(question: TargetQuestion, key: string, variable: string): Address | undefined {
  const path = flagValue(question, ['-c', '--config']) ?? findNear(question, ['.gmrc', '.gmrc.js', '.gmrc.cjs'])
  const text = withoutComments(path === undefined ? '' : (readNear(question, path) ?? ''))
  const { envFiles, override } = envFilesOf(text)
  const lookUp = lookUpWith(question, envFiles, override)
  const written = readCodeValue(text, [key], lookUp)
  if (written?.value !== undefined) {
    const by = written.found === undefined ? '' : `${written.found.described}, through `
    return { url: written.value, described: `${by}${path ?? ''}` }
  }
  const found = lookUp(variable)
  return found === undefined ? undefined : { url: found.value, described: found.described }
}

function databaseOf(url: string): string | undefined {
  try {
    return parseConnectionUrl(url).database
  } catch (error) {
    if (isPgsafeError(error, 'invalid-url')) return undefined
    throw error
  }
}
