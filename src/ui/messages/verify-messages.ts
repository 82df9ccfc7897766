import { formatSize } from '../../domain/format-size.ts'
import type { TableRows } from '../../domain/manifest.ts'
import { describeRows } from '../describe-entry.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'

export interface VerifyDoneView {
  readonly path: string
  readonly bytes?: number | undefined
  readonly tables: readonly TableRows[]
  readonly level: 1 | 2
}

/** What `pgsafe verify` says. */
export const verifyMessages = {
  verifying: (file: string): string => `Verifying ${printable(file)}: checksum, full decode, row counts`,

  damageNotNoted: (file: string): string =>
    `${printable(file)} is damaged, but that could not be written down: it still counts as verified`,
  verificationNotNoted: (file: string): string =>
    `that ${printable(file)} is whole could not be written down: it does not count as verified yet`,

  creatingScratch: 'Creating a scratch database',
  scratchRemains: (name: string): string =>
    `the scratch database ${printable(name)} could not be dropped (pgsafe recover tries again)`,

  verifyDone: ({ path, bytes, tables, level }: VerifyDoneView): string =>
    [
      style.good('✅ The backup is whole.'),
      `   File: ${path}`,
      ...(bytes === undefined ? [] : [`   Size: ${formatSize(bytes)}`]),
      `   Data: ${describeRows(tables)}`,
      level === 1
        ? '   Proof: checksum, decoded to its end, complete, row counts (level 1)'
        : '   Proof: restored into a scratch database and compared (level 2)',
    ].join('\n'),
}
