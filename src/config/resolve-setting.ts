import { dirname } from 'node:path'
import { redactText } from '../domain/redact.ts'
import { stripControl } from '../domain/strip-control.ts'
import type { Environment } from '../system/context.ts'
import type { ConfigFile } from './load-config.ts'
import type { EnvFile } from './load-env-file.ts'
import type { SettingFlags, SettingSpec } from './setting-specs.ts'
import type { Setting } from './settings.ts'

/** Everything that settings come from, already read. */
export interface SettingInputs {
  readonly flags: SettingFlags & { readonly dir?: string }
  readonly env: Environment
  readonly envFile: EnvFile | undefined
  readonly config: ConfigFile | undefined
  readonly cwd: string
  readonly projectRoot: string
  /** A file's name as messages show it. */
  readonly describe: (path: string) => string
}

/** A setting before its path is made absolute: `base` is the directory that it is relative to. */
export interface ResolvedSetting<T> extends Setting<T> {
  readonly base: string
}

interface Candidate {
  readonly raw: unknown
  readonly source: string
  readonly base: string
}

/** Takes the first source that says anything. An invalid value goes to `problems`, named with its source. */
export function resolveSetting<T>(spec: SettingSpec<T>, inputs: SettingInputs, problems: string[]): ResolvedSetting<T> {
  const [first] = candidatesFor(spec, inputs)
  if (first === undefined) return { value: spec.fallback, source: 'default', base: inputs.projectRoot }
  const value = spec.parse(first.raw)
  if (value === undefined)
    problems.push(`${first.source} is "${redactText(stripControl(String(first.raw)))}": must be ${spec.expected}`)
  return { value: value ?? spec.fallback, source: first.source, base: first.base }
}

function candidatesFor(spec: SettingSpec<unknown>, inputs: SettingInputs): Candidate[] {
  const { flags, config, cwd, describe } = inputs
  const flag = spec.flag === undefined ? undefined : flags[spec.flag.key]
  const fromFile = config === undefined ? undefined : valueAt(config.values, spec.key)
  return [
    ...(spec.flag === undefined || flag === undefined ? [] : [{ raw: flag, source: spec.flag.name, base: cwd }]),
    ...spec.variables.flatMap((name) => variableCandidates(name, inputs)),
    ...(config === undefined || fromFile === undefined
      ? []
      : [{ raw: fromFile, source: `${spec.key} in ${describe(config.path)}`, base: dirname(config.path) }]),
  ]
}

/** An empty variable says nothing. */
function variableCandidates(name: string, { env, envFile, cwd, describe }: SettingInputs): Candidate[] {
  const raw = env[name] ?? ''
  if (raw !== '') return [{ raw, source: name, base: cwd }]
  const written = envFile?.variables[name] ?? ''
  if (envFile === undefined || written === '') return []
  return [{ raw: written, source: `${name} in ${describe(envFile.path)}`, base: dirname(envFile.path) }]
}

function valueAt(values: unknown, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined,
      values,
    )
}
