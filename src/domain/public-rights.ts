import { parseVersion } from './versions.ts'

/**
 * The rights of PUBLIC on the schema `public` that a dump takes for given: it holds only what differs. pg_dump 15 and newer
 * mean USAGE, whatever the server; older ones what initdb gave, which until 14 was everything. An emptied database must
 * start from the same, else a revoked CREATE comes back.
 */
export function assumedPublicRights(dumpedBy: string | undefined, serverMajor: number): 'ALL' | 'USAGE' {
  const major = parseVersion(dumpedBy ?? '')?.major ?? serverMajor
  return major >= 15 || serverMajor >= 15 ? 'USAGE' : 'ALL'
}
