import type { CommandTarget } from './command-target.ts'
import { findNear, flagValue, lookUpWith, readNear, type TargetQuestion } from './target-question.ts'
import { assembleJdbc, firstOf, fromFile, fromFlag, fromVariable, propertyOf } from './jdbc-settings.ts'

/** Flyway: `-url`, FLYWAY_URL, then flyway.toml (the block of its environment) or flyway.conf. */
export function resolveFlyway(question: TargetQuestion): CommandTarget {
  const lookUp = lookUpWith(question)
  const path =
    flagValue(question, ['-configFiles'])?.split(',').at(-1) ??
    lookUp('FLYWAY_CONFIG_FILES')?.value.split(',').at(-1) ??
    findNear(question, ['flyway.toml', 'conf/flyway.toml', 'flyway.conf', 'conf/flyway.conf'])
  const text = path === undefined ? '' : (readNear(question, path) ?? '')
  const environment = flagValue(question, ['-environment']) ?? tomlValue(text, 'flyway', 'environment') ?? 'default'
  return assembleJdbc((name) =>
    firstOf(
      fromFlag(question, [`-${name}`]),
      fromVariable(question, `FLYWAY_${name.toUpperCase()}`),
      fromFile(tomlValue(text, `environments.${environment}`, name) ?? propertyOf(text, `flyway.${name}`), path),
    ),
  )
}

function tomlValue(text: string, table: string, key: string): string | undefined {
  const heading = `[${table}]`
  const start = text.indexOf(heading)
  if (start === -1) return undefined
  const block = text.slice(start + heading.length).split(/^\s*\[/m)[0] ?? ''
  return new RegExp(String.raw`^\s*${key}\s*=\s*["']([^"']*)["']`, 'm').exec(block)?.[1]
}
