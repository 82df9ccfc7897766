import { parseConnectionUrl } from '../domain/parse-connection-url.ts'
import type { ConnectionParams, Target } from '../domain/target.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import { findInVariable, type FoundUrl } from './find-url.ts'
import type { TargetInput } from './resolve-target.ts'

interface RestoreTargetInput extends TargetInput {
  /** What the URL leaves out, as for the target itself. */
  readonly complete: (params: ConnectionParams) => ConnectionParams
}

/**
 * The privileged connection for restores (fact 4): PGSAFE_RESTORE_URL, else `restoreUrl` in the config file; undefined when
 * neither is set. It leads to the same server, which is proven before it is used; the database's name in it does not count.
 */
export function resolveRestoreTarget(input: RestoreTargetInput, target: Target): Target | undefined {
  const found = findInVariable('PGSAFE_RESTORE_URL', input) ?? findInConfig(input)
  if (found === undefined) return undefined
  const params = { ...input.complete(parse(found)), dbname: target.database }
  return { ...target, params, source: found.source, url: found.url, notices: [] }
}

function findInConfig({ loaded: { config, describe } }: TargetInput): FoundUrl | undefined {
  if (config?.values.restoreUrl === undefined) return undefined
  return { url: config.values.restoreUrl, source: `restoreUrl in ${describe(config.path)}`, notices: [] }
}

function parse({ url, source }: FoundUrl): ConnectionParams {
  try {
    return parseConnectionUrl(url).params
  } catch (error) {
    if (!isPgsafeError(error, 'invalid-url')) throw error
    throw new PgsafeError('invalid-url', `${source}: ${error.message}`, {
      hint: error.hint ?? 'a URL of a role that may restore, on the same server',
    })
  }
}
