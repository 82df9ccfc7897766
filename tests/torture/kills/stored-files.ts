import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { manifestOf, treeOf } from '../../support/stored-backup.ts'
import type { Random } from '../frame/random.ts'
import type { Scene } from './scene.ts'

/** File below the store → checksum; pgsafe's own folder is not part of it. */
export type StoredFiles = ReadonlyMap<string, string>

export function readStoredFiles(store: string): StoredFiles {
  const names = existsSync(store) ? treeOf(store) : []
  const files = names.filter((name) => !name.endsWith('/') && !name.startsWith('.'))
  return new Map(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(store, name)))
        .digest('hex'),
    ]),
  )
}

/** Every file that was there is there, byte for byte. */
export function assertUntouched(before: StoredFiles, store: string): void {
  const now = readStoredFiles(store)
  expect([...before].filter(([name, checksum]) => now.get(name) !== checksum)).toEqual([])
}

interface Listed {
  readonly backups: readonly { readonly id: string | null; readonly file: string; readonly verification: unknown }[]
}

/**
 * Every listed backup is a verified one of ours and has the checksum that its manifest names; the newest, which a killed run
 * may have made, and one more are read by `verify` to their ends.
 */
export async function assertListedVerify({ project, run }: Scene, random: Random): Promise<void> {
  const { backups } = JSON.parse((await run(['list', '--all', '--json'])).stdout) as Listed
  const files = readStoredFiles(project.store)
  for (const { id, file, verification } of backups) {
    expect({ file, id, verification }).toMatchObject({ id: expect.any(String), verification: expect.anything() })
    expect({ file, sums: checksumsOf(file, files) }).toEqual({
      file,
      sums: checksumsInManifest(join(project.store, file)),
    })
  }
  for (const id of new Set([backups[0]?.id, random.pick(backups).id])) await run(['verify', String(id)])
}

function checksumsOf(file: string, files: StoredFiles): string[] {
  return [...files]
    .flatMap(([name, checksum]) => (name === file || name.startsWith(`${file}/`) ? [checksum] : []))
    .sort()
}

function checksumsInManifest(path: string): string[] {
  const { sha256, files } = manifestOf(path)
  return files === null ? [String(sha256)] : files.map((file) => file.sha256).sort()
}
