import { createHash } from 'node:crypto'
import { formatCanonicalJson } from '../domain/canonical-json.ts'
import type { Manifest } from '../domain/manifest.ts'
import type { JsonObject } from './read-json-file.ts'

/** A manifest before it is sealed. */
export type ManifestFields = Omit<Manifest, 'manifestSha256'>

/** Adds the hash that shows every later edit. Unknown fields are kept and hashed with the rest. */
export function sealManifest(fields: ManifestFields): Manifest {
  return { ...fields, manifestSha256: sealOf({ ...fields }) }
}

/** The hash over canonical JSON of everything but itself. */
export function sealOf(value: JsonObject): string {
  const { manifestSha256: _, ...hashed } = value
  return createHash('sha256').update(formatCanonicalJson(hashed)).digest('hex')
}
