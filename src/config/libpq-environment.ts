import { keywordOfVariable } from '../domain/libpq-variables.ts'
import type { ConnectionParams } from '../domain/target.ts'

/** libpq's rule: what the URL or the service leaves out comes from PG* variables. Explicit, so that all who look see the same host. */
export function fillFromEnvironment(
  params: ConnectionParams,
  lookUp: (name: string) => string | undefined,
): ConnectionParams {
  const found = Object.entries(keywordOfVariable).flatMap(([name, keyword]) => {
    const value = lookUp(name)
    return value === undefined || keyword in params ? [] : [[keyword, value] as const]
  })
  return { ...Object.fromEntries(found), ...params }
}
