import { basename } from 'node:path'
import type { Manifest } from '../domain/manifest.ts'
import { PgsafeError } from '../errors.ts'
import { nextTurn } from '../system/next-turn.ts'
import { replaceFile } from './atomic-file.ts'
import { withFileErrors } from './file-errors.ts'
import { readJsonFile } from './read-json-file.ts'
import type { JsonObject } from './read-json-file.ts'
import type { ManifestFields } from './seal-manifest.ts'

const version = 1

/** Where the manifest of a backup lies: beside it. */
export function manifestPath(backupPath: string): string {
  return `${backupPath}.json`
}

/** The text that is written to disk: for people, two spaces deep. */
export function formatManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/**
 * Reads and checks a manifest; unknown fields are kept. Throws `verification-failed` when it is missing, damaged, edited,
 * of a newer major version, or of another file than the one it lies beside (`backupName`).
 */
export async function readManifest(path: string, backupName = basename(path, '.json')): Promise<Manifest> {
  const value = await readJsonFile(path)
  if (value === undefined) throw new PgsafeError('verification-failed', `the manifest ${path} does not exist`)
  assertVersion(path, value)
  // zod and node:crypto are loaded only where a manifest is read: a list has its index.
  const { manifestProblems } = await import('./manifest-schema.ts')
  const { sealOf } = await import('./seal-manifest.ts')
  const problems = manifestProblems(value)
  if (problems.length > 0) throw invalid(path, problems)
  const manifest = value as unknown as Manifest
  // With ten thousand tables each of these steps takes a while: others get their turn in between.
  await nextTurn()
  if (sealOf(value) !== manifest.manifestSha256) {
    throw new PgsafeError('verification-failed', `the manifest ${path} was changed after pgsafe wrote it`, {
      hint: 'put the original back; without it the backup can only be restored as a foreign file (--trust)',
    })
  }
  if (manifest.file !== backupName) throw ofAnother(path, manifest)
  return manifest
}

/**
 * Seals and writes a manifest in place of the one that is there (pin, verify): a crash leaves the old or the new one.
 * Throws `store-unwritable`.
 */
export async function writeManifest(path: string, manifest: ManifestFields): Promise<Manifest> {
  const { sealManifest } = await import('./seal-manifest.ts')
  const sealed = sealManifest(manifest)
  await withFileErrors('store-unwritable', `write ${path}`, () => replaceFile(path, formatManifest(sealed)))
  return sealed
}

/** Looked at first: what else a newer version means by its fields we cannot know. */
function assertVersion(path: string, value: JsonObject): void {
  const found = value['version']
  if (typeof found !== 'number' || found <= version) return
  throw new PgsafeError(
    'verification-failed',
    `${path} is a manifest of version ${String(found)}; this pgsafe reads 1`,
    {
      hint: 'use the pgsafe that wrote it, or a newer one',
    },
  )
}

function ofAnother(path: string, manifest: Manifest): PgsafeError {
  return new PgsafeError('verification-failed', `${path} is the manifest of another file, "${manifest.file}"`, {
    hint: `give the backup and its manifest their names back: ${manifest.file}, ${manifestPath(manifest.file)}`,
  })
}

function invalid(path: string, problems: readonly string[]): PgsafeError {
  const more = problems.length > 3 ? ` and ${String(problems.length - 3)} more` : ''
  return new PgsafeError(
    'verification-failed',
    `${path} is not a manifest of pgsafe, or damaged: ${problems.slice(0, 3).join('; ')}${more}`,
  )
}
