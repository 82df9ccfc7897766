import { suggest } from '../domain/suggest.ts'
import { PgsafeError } from '../errors.ts'
import { configSchema, type ConfigValues } from './config-schema.ts'

/** Throws `invalid-config` with everything that is wrong at once: each with its path, unknown keys with a suggestion. Never quotes a value. */
export function checkConfig(values: unknown, file: string): ConfigValues {
  const checked = configSchema.safeParse(values)
  if (checked.success) return checked.data
  const problems = checked.error.issues.flatMap((issue) => {
    const path = issue.path.map(String)
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => describeUnknown(path, key))
    return [path.length === 0 ? issue.message : `${path.join('.')} ${issue.message}`]
  })
  throw new PgsafeError('invalid-config', `${file}: ${problems.join('; ')}`, {
    hint: `correct ${file}; docs/configuration.md lists every key`,
  })
}

function describeUnknown(path: readonly string[], key: string): string {
  const meant = suggest(key, knownKeys(path))
  const question = meant === undefined ? '' : ` (did you mean "${meant}"?)`
  return `${[...path, key].join('.')} is not a known key${question}`
}

function knownKeys(path: readonly string[]): string[] {
  const { retention, keptDatabases, guard } = configSchema.def.shape
  const groups: Record<string, object> = {
    retention: retention.def.innerType.def.shape,
    keptDatabases: keptDatabases.def.innerType.def.shape,
    guard: guard.def.innerType.def.shape,
  }
  return Object.keys(groups[path.join('.')] ?? configSchema.def.shape)
}
