import { formatFigure } from './format-row.ts'
import type { Row } from './result.ts'

/** What has no goal but to work: a line for each thing and format, a column for each command. */
export function formatLarge(rows: readonly Row[]): string {
  const lines = new Map<string, string[]>()
  for (const { what, value, unit } of rows.filter(({ limit, against }) => limit === null && against === null)) {
    const [thing = what, command = ''] = what.split(': ')
    const figure = value === null ? 'not measured' : formatFigure(value.median, unit)
    lines.set(thing, [...(lines.get(thing) ?? []), `${command} ${figure}`])
  }
  const table = [...lines].map(([thing, figures]) => `| ${thing} | ${figures.join(' | ')} |`)
  return `Each works, and the restored rows are those of before.\n\n| | | | |\n|---|---|---|---|\n${table.join('\n')}`
}
