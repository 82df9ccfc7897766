import { connectionNotices } from '../domain/connection-notices.ts'
import { unresolvedVariable } from '../domain/expand-variables.ts'
import { PgsafeError } from '../errors.ts'
import type { TargetInput } from './resolve-target.ts'

export interface FoundUrl {
  readonly url: string
  /** "--url", "DATABASE_URL in .env", "url in .pgsaferc" */
  readonly source: string
  readonly notices: readonly string[]
}

/** The project's database URL: --url > PGSAFE_DATABASE_URL > the configured variable > the config file. Empty variables say nothing. */
export function findUrl(input: TargetInput): FoundUrl | undefined {
  const { flags, settings, loaded } = input
  if (flags.url !== undefined) return { url: flags.url, source: '--url', notices: [connectionNotices.urlInArguments] }
  const inVariable = findInVariable('PGSAFE_DATABASE_URL', input) ?? findInVariable(settings.urlVariable.value, input)
  if (inVariable !== undefined) return inVariable
  const { config, describe } = loaded
  if (config?.values.url === undefined) return undefined
  const file = describe(config.path)
  return { url: config.values.url, source: `url in ${file}`, notices: [connectionNotices.urlInConfig(file)] }
}

/** In the environment, else in `.env`. */
export function findInVariable(name: string, { env, loaded }: TargetInput): FoundUrl | undefined {
  const set = env[name] ?? ''
  if (set !== '') return { url: set, source: name, notices: [] }
  const url = loaded.envFile?.variables[name] ?? ''
  if (loaded.envFile === undefined || url === '') return undefined
  const source = `${name} in ${loaded.describe(loaded.envFile.path)}`
  const missing = unresolvedVariable(url)
  if (missing === undefined) return { url, source, notices: [] }
  throw new PgsafeError('invalid-url', `${source} refers to \${${missing}}, which is not set`, {
    hint: `set ${missing}, or write the whole URL into ${name}`,
  })
}
