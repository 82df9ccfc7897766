import { formatCpu, formatLimit, formatPair, formatValue } from './format-row.ts'
import { isMet, type PartResult, type Row } from './result.ts'

/** For the terminal: every row with its goal, then what could not be measured. */
export function formatTable(results: readonly PartResult[]): string {
  const rows = results.flatMap(({ part, rows }) => rows.map((row) => cellsOf(part, row)))
  const widths = ['', '', '', '', '', ''].map((_, column) =>
    Math.max(0, ...rows.map((cells) => (cells[column] ?? '').length)),
  )
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  const failures = results.flatMap(({ part, title, failure }) =>
    failure === null ? [] : [`FAILED  ${part}: ${title}: ${failure}`],
  )
  return `${[...lines, ...failures].join('\n')}\n`
}

function cellsOf(part: string, row: Row): string[] {
  const { what, against, note = '' } = row
  const absolute = formatPair(row)
  const named = against === null ? what : `${what} / ${against}`
  return [
    verdict(row),
    part,
    named,
    formatValue(row),
    `[${formatLimit(row)}]`,
    [absolute, formatCpu(row), note].filter((text) => text !== '').join('; '),
  ]
}

function verdict(row: Row): string {
  const met = isMet(row)
  if (met === undefined) return row.value === null ? '-' : 'ok'
  return met ? 'ok' : 'MISSED'
}
