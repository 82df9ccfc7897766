import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import type { UndoEntry } from '../../../src/store/undo-chain.ts'
import type { Project } from '../../support/project.ts'
import { partialsIn } from '../../support/stored-backup.ts'
import { projectEnvironment } from './run-and-kill.ts'

/** Everything that a killed run may leave for a while and a later one has to clear away: databases, files, locks, passfiles. */
export async function assertNothingLeft(project: Project): Promise<void> {
  const { store, database } = project
  const internal = join(store, '.pgsafe')
  const found = {
    databases: (await project.databases()).filter((name) => name !== database.name && !keptNames(project).has(name)),
    journals: readdirSync(join(internal, 'journal')),
    locks: readdirSync(internal).filter((name) => name.startsWith('lock')),
    partials: partialsIn(store),
    passfiles: readdirSync(projectEnvironment(project).TMPDIR),
  }
  const nothing: typeof found = { databases: [], journals: [], locks: [], partials: [], passfiles: [] }
  // In words of ours: a failed round names what it found, whole.
  expect(found, `left behind: ${JSON.stringify(found)}`).toEqual(nothing)
}

/** Databases on the server that the undo chain knows: those stay on purpose. */
export function keptNames(project: Pick<Project, 'store'>): Set<string> {
  return new Set(readUndoEntries(project).flatMap(({ keptDatabase }) => keptDatabase?.name ?? []))
}

export function readUndoEntries({ store }: Pick<Project, 'store'>): UndoEntry[] {
  const file = join(store, '.pgsafe/undo.json')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { entries: UndoEntry[] }).entries : []
}
