import { formatAge } from '../domain/format-age.ts'
import { formatSize } from '../domain/format-size.ts'
import type { TableRows } from '../domain/manifest.ts'
import { describeRows } from './describe-entry.ts'
import { printable } from './printable.ts'
import { style } from './style.ts'

export interface ImpactView {
  readonly tables: readonly TableRows[]
  /** On the server's disk. */
  readonly bytes: number
  readonly lastBackup: { readonly name: string; readonly createdAt: Date } | null
  readonly now: Date
}

/** What there is to lose, and whether anything is held of it: two lines under the database's own. */
export function describeImpact({ tables, bytes, lastBackup, now }: ImpactView): string[] {
  return [
    `  In it now: ${describeRows(tables)}, ${formatSize(bytes)}`,
    lastBackup === null
      ? `  Backups:  ${style.caution('none: the one made now will be the first')}`
      : `  Backups:  newest verified ${formatAge(lastBackup.createdAt, now)}, ${printable(lastBackup.name)}`,
  ]
}
