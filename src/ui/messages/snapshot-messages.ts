import type { Engine } from '../../domain/engine.ts'
import { formatCount } from '../../domain/format-count.ts'
import { formatSize } from '../../domain/format-size.ts'
import { totalRows, type TableRows } from '../../domain/manifest.ts'
import { printable } from '../printable.ts'

export interface SnapshotView {
  readonly name: string
  readonly bytes: number
  readonly tables: readonly TableRows[]
}

/** What is said about snapshots: never that they are verified. */
export const snapshotMessages = {
  keepingBeforeCommand: (engine: Engine): string =>
    ({
      dump: '📦 Creating a verified backup first...',
      snapshot: '📦 Making a snapshot first...',
      both: '📦 Making a snapshot and a verified backup first...',
    })[engine],

  takingSnapshot: (database: string): string => `Copying "${printable(database)}" on its server, counting both`,
  snapshotTaken: ({ name, bytes, tables }: SnapshotView): string =>
    `Snapshot ${name}: ${formatSize(bytes)}, the same ${formatCount(totalRows(tables), 'row')} in ${formatCount(tables.length, 'table')}`,

  noSnapshot: (reason: string): string => `no snapshot could be made, so a dump is made instead: ${printable(reason)}`,
  noSnapshotBeside: (reason: string): string => `no snapshot could be made, only the dump: ${printable(reason)}`,
  snapshotRemains: (name: string): string => `the snapshot ${printable(name)} could not be removed and stays for now`,
}
