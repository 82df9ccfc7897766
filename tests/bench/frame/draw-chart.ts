import { formatFigure, formatSeconds } from './format-row.ts'
import { isMet, type PartResult, type Row } from './result.ts'

type Compared = Row & Required<Pick<Row, 'seconds'>> & { readonly value: NonNullable<Row['value']> }

const [width, left, right, top, line, foot] = [860, 330, 150, 74, 34, 46]
const plot = width - left - right

/** As GitHub shows it: with the reader's light or dark colours, and no font of its own. */
const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-size: 17px; font-weight: 600 } .quiet { fill: #59636e; font-size: 12px }
  .card { fill: #ffffff; stroke: #d1d9e0 } .grid { stroke: #d1d9e0 } .one { stroke: #1f2328; stroke-width: 1.5 }
  .met { fill: #2da44e } .missed { fill: #bf8700 } .goal { stroke: #0969da; stroke-width: 2.5 } .spread { stroke: #1f2328; stroke-width: 1.5; stroke-opacity: 0.55 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .quiet { fill: #9198a1 } .card { fill: #0d1117; stroke: #3d444d } .grid { stroke: #3d444d }
    .one { stroke: #f0f6fc } .met { fill: #3fb950 } .missed { fill: #d29922 } .goal { stroke: #4493f8 } .spread { stroke: #f0f6fc }
  }`

/** Each bar is pgsafe's time as a part of what its alternative takes; the tick is the goal, the thin line the rounds' spread. */
export function drawChart(results: readonly PartResult[]): string {
  const rows = results.flatMap(({ rows }) => rows).filter(isCompared)
  const longest = Math.max(2, ...rows.map(({ value, limit }) => Math.max(value.median, limit ?? 0)))
  const x = (ratio: number) => left + (Math.min(ratio, longest) / longest) * plot
  const height = top + rows.length * line + foot
  const bottom = height - foot + 4
  const ticks = Array.from({ length: Math.floor(longest / 0.5) + 1 }, (_, index) => index * 0.5)
  const legend = `<tspan>bar: pgsafe, median (1× is the alternative) · blue: goal, at most · thin line: fastest to slowest round</tspan>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(height)}" role="img" aria-label="Time of pgsafe relative to its alternatives">
<style>${style}
</style>
<rect class="card" x="0.5" y="0.5" width="${String(width - 1)}" height="${String(height - 1)}" rx="8"/>
<text class="title" x="20" y="30">Time of pgsafe, as a multiple of the alternative's</text>
<text class="quiet" x="20" y="51">${legend}</text>
${ticks.map((tick) => drawTick(x(tick), tick, bottom)).join('\n')}
${rows.map((row, index) => drawRow(row, top + index * line, x)).join('\n')}
</svg>
`
}

/** Times against an alternative's; not one size against another. */
function isCompared(row: Row): row is Compared {
  return row.seconds !== undefined && row.value !== null && row.unit === 'ratio' && row.atLeast === undefined
}

function drawTick(x: number, ratio: number, bottom: number): string {
  const at = x.toFixed(1)
  const label = formatFigure(ratio, 'ratio').replace(/\.?0+×/, '×')
  return `<line class="${ratio === 1 ? 'one' : 'grid'}" x1="${at}" x2="${at}" y1="${String(top - 6)}" y2="${String(bottom)}"/>
<text class="quiet" text-anchor="middle" x="${at}" y="${String(bottom + 18)}">${label}</text>`
}

function drawRow(row: Compared, y: number, x: (ratio: number) => number): string {
  const { what, against, value, limit, seconds } = row
  const middle = String(y + 13)
  const goal = limit === null ? '' : drawLine('goal', [x(limit), x(limit)], [y, y + 26])
  return `<text x="20" y="${String(y + 11)}">${escape(what)}</text>
<text class="quiet" x="20" y="${String(y + 25)}">against ${escape(against ?? '')}</text>
<rect class="${isMet(row) === false ? 'missed' : 'met'}" x="${String(left)}" y="${String(y + 4)}" width="${(x(value.median) - left).toFixed(1)}" height="18" rx="3"/>
${drawLine('spread', [x(value.min), x(value.max)], [Number(middle), Number(middle)])}
${goal}
<text x="${String(width - right + 14)}" y="${String(y + 11)}">${formatFigure(value.median, 'ratio')}</text>
<text class="quiet" x="${String(width - right + 14)}" y="${String(y + 25)}">${formatSeconds(seconds.ours)} : ${formatSeconds(seconds.theirs)}</text>`
}

function drawLine(name: string, [x1, x2]: readonly [number, number], [y1, y2]: readonly [number, number]): string {
  return `<line class="${name}" x1="${x1.toFixed(1)}" x2="${x2.toFixed(1)}" y1="${String(y1)}" y2="${String(y2)}"/>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
