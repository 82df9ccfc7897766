import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { formatBackupName } from '../../../src/domain/backup-name.ts'
import { newId } from '../../../src/store/new-id.ts'
import type { MadeBackup, Project } from '../../support/project.ts'
import { changeManifest, manifestOf } from '../../support/stored-backup.ts'

/** A store with backups of the last 40 days, of all formats. */
export interface AgedStore {
  /** Of the clock when it was made: on another one a policy that counts days keeps others. */
  readonly day: string
  /** Puts the project's store back to its first state. */
  reset(): void
}

/** `count` copies of real backups, each with a name, an id and an age of its own. */
export async function createAgedStore(project: Project, count: number): Promise<AgedStore> {
  const formats = [[], ['--compress', 'gzip'], ['--format', 'custom'], ['--format', 'directory']]
  rmSync(project.store, { recursive: true, force: true })
  const made: MadeBackup[] = []
  for (const format of formats) made.push(await project.backup(...format))
  for (let number = 0; number < count; number += 1) {
    const model = made[number % made.length]
    if (model !== undefined) copyAsOlder(project, model, 1 + (number * 40) / count)
  }
  const kept = mkdtempSync(join(project.directory, 'store-'))
  const copy = (from: string, to: string) => {
    rmSync(to, { recursive: true, force: true })
    cpSync(from, to, { recursive: true })
  }
  copy(project.store, kept)
  return { day: today(), reset: () => copy(kept, project.store) }
}

export const today = (): string => new Date().toISOString().slice(0, 10)

function copyAsOlder({ store }: Project, model: MadeBackup, days: number): void {
  const manifest = manifestOf(model.path)
  const createdAt = new Date(Date.now() - days * 86_400_000)
  const file = formatBackupName({ ...manifest, database: manifest.database.name, createdAt })
  const path = join(store, file)
  cpSync(model.path, path, { recursive: true })
  cpSync(`${model.path}.json`, `${path}.json`)
  changeManifest(path, { file, id: newId(), createdAt: createdAt.toISOString() })
}
