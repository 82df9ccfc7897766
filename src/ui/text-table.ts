import { withoutColors } from './printable.ts'

/** Columns padded to their widest cell, two spaces apart. Indices in `right` are right-aligned. The last one is not padded. */
export function textTable(rows: readonly (readonly string[])[], right: readonly number[] = []): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) => Math.max(0, ...rows.map((row) => visible(row[column]))))
  return rows.map((row) =>
    row
      .map((cell, column) => pad(cell, { width: widths[column] ?? 0, toRight: right.includes(column) }))
      .join('  ')
      .trimEnd(),
  )
}

function pad(cell: string, { width, toRight }: { width: number; toRight: boolean }): string {
  const space = ' '.repeat(Math.max(0, width - visible(cell)))
  return toRight ? space + cell : cell + space
}

function visible(cell: string | undefined): number {
  return withoutColors(cell ?? '').length
}
