import { parseConnectionUrl } from '../parse-connection-url.ts'
import { parseServiceFile } from '../parse-service-file.ts'
import type { ConnectionParams } from '../target.ts'
import { translateParameters } from '../translate-parameters.ts'
import { isPgsafeError } from '../../errors.ts'
import { type CommandTarget, other } from './command-target.ts'
import { flagValue, type TargetQuestion } from './target-question.ts'

interface LibpqWords {
  /** What names the database: a name, a URI or `host=… dbname=…`. */
  readonly dbname?: string | undefined
  readonly user?: string | undefined
  /** Acted on by name, through another database. */
  readonly database?: string
  readonly how?: string
}

const variables: Readonly<Record<string, string>> = {
  PGHOST: 'host',
  PGHOSTADDR: 'hostaddr',
  PGPORT: 'port',
  PGUSER: 'user',
  PGDATABASE: 'dbname',
}

/** Where one of PostgreSQL's programs connects: its options, a URI in the place of the name, the service, PG* variables. */
export function libpqTarget(question: TargetQuestion, words: LibpqWords): CommandTarget {
  const options = optionsOf(question, words)
  const inName = nameParameters(words.dbname)
  if (inName === undefined) return other('its database URL cannot be read')
  const own = { ...options, ...inName }
  const service = own['service'] ?? question.env['PGSERVICE'] ?? ''
  const fromService = service === '' ? {} : serviceParameters(question, service, own['servicefile'])
  if (fromService === undefined) return other(`the service "${service}" is not defined where pgsafe looked`)
  const fromEnv = Object.entries(variables).flatMap(([name, keyword]) => {
    const value = question.env[name] ?? ''
    return value === '' ? [] : [[keyword, value] as const]
  })
  const {
    service: _service,
    servicefile: _file,
    ...params
  } = { ...Object.fromEntries(fromEnv), ...fromService, ...own }
  const unknown = Object.entries(params).find(([keyword, value]) => keyword !== 'password' && /\$[\w({]|`/.test(value))
  if (unknown !== undefined) return other(`its ${unknown[0]} is put together when the command runs`)
  const how = words.how ?? howItIsNamed(question, own, service)
  const source = Object.keys(own).length > 0 ? 'arguments' : 'environment'
  const byName = words.database === undefined ? {} : { database: words.database }
  return { kind: 'url', place: { params }, how, source, ...byName }
}

function optionsOf(question: TargetQuestion, { user }: LibpqWords): ConnectionParams {
  const found = {
    host: flagValue(question, ['-h', '--host']),
    port: flagValue(question, ['-p', '--port']),
    user: flagValue(question, ['-U', '--username']) ?? user,
  }
  return Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** A URI or a list of keywords beats the options beside it. Undefined: unreadable. */
function nameParameters(dbname: string | undefined): ConnectionParams | undefined {
  if (dbname === undefined || dbname === '') return {}
  if (!/^postgres(?:ql)?:\/\/|=/.test(dbname)) return { dbname }
  try {
    return parseConnectionUrl(dbname).params
  } catch (error) {
    if (isPgsafeError(error, 'invalid-url')) return undefined
    throw error
  }
}

function serviceParameters(
  { env, read }: TargetQuestion,
  service: string,
  file: string | undefined,
): ConnectionParams | undefined {
  const home = env['HOME']
  const system = env['PGSYSCONFDIR'] ?? '/etc/postgresql-common'
  const files = [
    file ?? env['PGSERVICEFILE'],
    home === undefined ? undefined : `${home}/.pg_service.conf`,
    `${system}/pg_service.conf`,
  ]
  for (const path of files) {
    const pairs = path === undefined ? undefined : parseServiceFile(read(path) ?? '', service)
    if (pairs !== undefined) return translateParameters(pairs).params
  }
  return undefined
}

function howItIsNamed({ program, env }: TargetQuestion, own: ConnectionParams, service: string): string {
  const named = Object.keys(variables).filter((name) => (env[name] ?? '') !== '')
  const inArguments = Object.keys(own).length > 0 ? `${program}'s own arguments` : undefined
  const inService = service === '' ? undefined : `the service "${service}"`
  const rest = named.length > 0 ? named.join(', ') : undefined
  const found = [inArguments, inService, rest].filter((part) => part !== undefined)
  return found.length > 0
    ? found.join(', ')
    : `${program}'s defaults: neither an argument nor a PG* variable names a database`
}
