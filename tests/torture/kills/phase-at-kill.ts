import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Project } from '../../support/project.ts'
import { readStoredFiles, type StoredFiles } from './stored-files.ts'

/** How far a killed run had come, as its traces in the store and on the server tell. `before`: the store when it started. */
export async function phaseAtKill(project: Project, before: StoredFiles): Promise<string> {
  const internal = join(project.store, '.pgsafe')
  const inside = existsSync(internal) ? readdirSync(internal) : []
  const journal = existsSync(join(internal, 'journal')) ? journalPhase(join(internal, 'journal')) : undefined
  if (inside.some((name) => name.endsWith('.trash'))) return 'removing a backup'
  if (inside.some((name) => /\.json\.\w+\.partial$/.test(name) && !name.startsWith('undo'))) return 'publishing'
  if (inside.some((name) => name.endsWith('.partial') && !name.startsWith('lock'))) return 'dumping or verifying'
  if (journal === 'building') return `building: ${(await hasSide(project)) ? 'side database' : 'no side database yet'}`
  if (journal !== undefined) return journal
  if (inside.includes('lock')) return 'lock held'
  const published = [...readStoredFiles(project.store).keys()].some((name) => !before.has(name))
  return published ? 'after publishing' : 'before the lock or after all'
}

function journalPhase(directory: string): string | undefined {
  const name = readdirSync(directory).find((file) => file.endsWith('.json'))
  if (name === undefined) return undefined
  return (JSON.parse(readFileSync(join(directory, name), 'utf8')) as { phase: string }).phase
}

async function hasSide(project: Project): Promise<boolean> {
  return (await project.databases()).some((name) => name.startsWith('pgsafe_side_'))
}
