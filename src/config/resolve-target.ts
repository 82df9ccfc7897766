import { connectionNotices } from '../domain/connection-notices.ts'
import { isPoolerAddress } from '../domain/is-pooler-address.ts'
import { parseConnectionUrl, type ParsedConnection } from '../domain/parse-connection-url.ts'
import type { ConnectionParams, Target } from '../domain/target.ts'
import { PgsafeError, isPgsafeError } from '../errors.ts'
import type { Environment } from '../system/context.ts'
import { findUrl, type FoundUrl } from './find-url.ts'
import type { GlobalFlags } from './global-flags.ts'
import { fillFromEnvironment } from './libpq-environment.ts'
import { readService } from './read-service.ts'
import { resolveRestoreTarget } from './resolve-restore-target.ts'
import type { LoadedConfig } from './resolve-settings.ts'
import type { Settings } from './settings.ts'

export interface TargetInput {
  readonly flags: Pick<GlobalFlags, 'url'>
  readonly env: Environment
  readonly settings: Pick<Settings, 'urlVariable'>
  readonly loaded: LoadedConfig
}

/**
 * Which database is meant, and how it is reached: `params` are complete, with services and PG* variables already applied.
 * Throws `no-database-url` when nothing says it, `invalid-url` (never quoting it) when it cannot be read.
 */
export function resolveTarget(input: TargetInput): Target {
  const lookUp = variableLookUp(input)
  const found = findUrl(input)
  const parsed = found === undefined ? fromLibpq(lookUp, input.settings) : parse(found)
  const params = complete(parsed.params, lookUp)
  const chosen = chooseDatabase(params, lookUp)
  const source = found?.source ?? (lookUp('PGSERVICE') === undefined ? 'PGDATABASE' : 'PGSERVICE')
  const target: Target = {
    params: { ...params, dbname: chosen.database },
    database: chosen.database,
    source,
    variable: input.settings.urlVariable.value,
    url: found?.url,
    notices: [...(found?.notices ?? []), ...parsed.notices, ...(found === undefined ? [] : chosen.notices)],
    pooler: parsed.pooler || isPoolerAddress(params),
  }
  const restoreAs = resolveRestoreTarget({ ...input, complete: (own) => complete(own, lookUp) }, target)
  return restoreAs === undefined ? target : { ...target, restoreAs }
}

/** `.env` follows the environment; an empty variable says nothing. */
function variableLookUp({ env, loaded }: TargetInput): (name: string) => string | undefined {
  return (name) => [env[name], loaded.envFile?.variables[name]].find((value) => value !== undefined && value !== '')
}

function parse({ url, source }: FoundUrl): ParsedConnection {
  try {
    return parseConnectionUrl(url)
  } catch (error) {
    if (!isPgsafeError(error, 'invalid-url')) throw error
    const { hint } = error
    throw new PgsafeError('invalid-url', `${source}: ${error.message}`, hint === undefined ? {} : { hint })
  }
}

/** Without a URL: what psql without arguments would do, if someone has said that there is something to connect to. */
function fromLibpq(
  lookUp: (name: string) => string | undefined,
  { urlVariable }: TargetInput['settings'],
): ParsedConnection {
  const service = lookUp('PGSERVICE')
  if (service === undefined && lookUp('PGDATABASE') === undefined) {
    throw new PgsafeError('no-database-url', 'no database URL was found', {
      // No password in the example: what looks like one is taken out of every error.
      hint: `set ${urlVariable.value}=postgresql://user@localhost:5432/database in the environment or in .env; a password goes behind the user (user:password@)`,
    })
  }
  return { params: service === undefined ? {} : { service }, database: undefined, notices: [], pooler: false }
}

/** libpq's order: the URL's own words, then the service's, then PG* variables. */
function complete(params: ConnectionParams, lookUp: (name: string) => string | undefined): ConnectionParams {
  const { service, servicefile, ...own } = params
  if (service === undefined) return fillFromEnvironment(own, lookUp)
  const lookUpFile = (name: string) => (name === 'PGSERVICEFILE' ? (servicefile ?? lookUp(name)) : lookUp(name))
  return fillFromEnvironment({ ...readService(service, lookUpFile), ...own }, lookUp)
}

interface ChosenDatabase {
  readonly database: string
  readonly notices: readonly string[]
}

/** libpq's order again: what the URL names, PGDATABASE, the user's own name. */
function chooseDatabase(
  { dbname = '', user = '' }: ConnectionParams,
  lookUp: (name: string) => string | undefined,
): ChosenDatabase {
  const variable = lookUp('PGDATABASE')
  if (dbname !== '') return { database: asName(dbname), notices: [] }
  if (variable !== undefined) {
    return { database: asName(variable), notices: [connectionNotices.databaseFromVariable(variable)] }
  }
  if (user !== '') return { database: user, notices: [connectionNotices.databaseFromUser(user)] }
  throw new PgsafeError('invalid-url', 'the database URL names neither a database nor a user', {
    hint: 'name the database: postgresql://user@localhost:5432/database',
  })
}

/** A URL in the place of a name holds a password that would be shown as the database's name. */
function asName(database: string): string {
  if (!/^postgres(?:ql)?:\/\//.test(database)) return database
  throw new PgsafeError('invalid-url', 'a URL stands where a database name belongs (PGDATABASE or dbname)', {
    hint: 'put the URL into DATABASE_URL',
  })
}
