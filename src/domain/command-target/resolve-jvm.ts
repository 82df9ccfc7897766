import { type CommandTarget, type FoundTarget, opaque } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { findNear, flagValue, lookUpWith, readNear, type TargetQuestion } from './target-question.ts'

interface Setting {
  readonly value: string
  readonly described: string
  readonly source: FoundTarget['source']
}

/** Flyway: `-url`, FLYWAY_URL, then flyway.toml (the block of its environment) or flyway.conf. */
export function resolveFlyway(question: TargetQuestion): CommandTarget {
  const lookUp = lookUpWith(question)
  const path =
    flagValue(question, ['-configFiles'])?.split(',').at(-1) ??
    lookUp('FLYWAY_CONFIG_FILES')?.value.split(',').at(-1) ??
    findNear(question, ['flyway.toml', 'conf/flyway.toml', 'flyway.conf', 'conf/flyway.conf'])
  const text = path === undefined ? '' : (readNear(question, path) ?? '')
  const environment = flagValue(question, ['-environment']) ?? tomlValue(text, 'flyway', 'environment') ?? 'default'
  return assemble((name) =>
    first(
      fromFlag(question, [`-${name}`]),
      fromVariable(question, `FLYWAY_${name.toUpperCase()}`),
      fromFile(tomlValue(text, `environments.${environment}`, name) ?? property(text, `flyway.${name}`), path),
    ),
  )
}

/** Liquibase: `--url`, LIQUIBASE_COMMAND_URL, then liquibase.properties. */
export function resolveLiquibase(question: TargetQuestion): CommandTarget {
  const file = flagValue(question, ['--defaults-file', '--defaultsFile'])
  const path = file ?? question.env['LIQUIBASE_DEFAULTS_FILE'] ?? 'liquibase.properties'
  const text = readNear(question, path) ?? ''
  return assemble((short) => {
    const name = short === 'user' ? 'username' : short
    return first(
      fromFlag(question, [`--${name}`]),
      fromVariable(question, `LIQUIBASE_COMMAND_${name.toUpperCase()}`),
      fromFile(property(text, `liquibase.command.${name}`) ?? property(text, name), path),
    )
  })
}

/** JDBC keeps the role and the password beside the URL. */
function assemble(setting: (name: 'url' | 'user' | 'password') => Setting | undefined): CommandTarget {
  const url = setting('url')
  if (url === undefined) return opaque
  const login = (['user', 'password'] as const).flatMap((name) => {
    const value = setting(name)?.value
    return value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`]
  })
  const text = [url.value, login.join('&')].filter((part) => part !== '').join(url.value.includes('?') ? '&' : '?')
  return targetAt(text, { how: url.described, source: url.source })
}

function first(...settings: (Setting | undefined)[]): Setting | undefined {
  return settings.find((setting) => setting !== undefined)
}

function fromFlag(question: TargetQuestion, names: readonly string[]): Setting | undefined {
  const value = flagValue(question, names)
  return value === undefined ? undefined : { value, described: names[0] ?? '', source: 'arguments' }
}

function fromVariable(question: TargetQuestion, name: string): Setting | undefined {
  return lookUpWith(question)(name)
}

function fromFile(value: string | undefined, path: string | undefined): Setting | undefined {
  return value === undefined || path === undefined
    ? undefined
    : { value, described: `the URL in ${path}`, source: 'file' }
}

function property(text: string, name: string): string | undefined {
  const key = name.replaceAll('.', '\\.')
  return new RegExp(String.raw`^\s*${key}\s*[=:]\s*(\S.*?)\s*$`, 'm').exec(text)?.[1]
}

function tomlValue(text: string, table: string, key: string): string | undefined {
  const heading = `[${table}]`
  const start = text.indexOf(heading)
  if (start === -1) return undefined
  const block = text.slice(start + heading.length).split(/^\s*\[/m)[0] ?? ''
  return new RegExp(String.raw`^\s*${key}\s*=\s*["']([^"']*)["']`, 'm').exec(block)?.[1]
}
