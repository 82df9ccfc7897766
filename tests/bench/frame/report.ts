import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawChart } from './draw-chart.ts'
import { formatPage } from './format-page.ts'
import { formatTable } from './format-table.ts'
import { chosenParts, quick, resultsDirectory } from './options.ts'
import { isMet, readResults, type PartResult } from './result.ts'

const bench = join(import.meta.dirname, '..')
const docs = join(bench, '../../docs')

/** Writes what run.mjs prints and, once every part has been measured in full, docs/performance.md with its chart. */
export function report(): void {
  mkdirSync(resultsDirectory, { recursive: true })
  const results = readResults()
  const own = results.filter(({ part }) => chosenParts.includes(part))
  const missed = own.flatMap(({ rows }) => rows).filter((row) => isMet(row) === false).length
  writeFileSync(join(resultsDirectory, 'table.txt'), `${formatTable(own)}\n${writePage(results)}\n`)
  writeFileSync(join(resultsDirectory, 'summary.json'), `${JSON.stringify({ missed })}\n`)
}

/** Returns what became of the page. */
function writePage(results: readonly PartResult[]): string {
  if (quick) return 'docs/performance.md is as it was: --quick is no measure'
  const suffix = '.part.ts'
  const parts = readdirSync(bench).flatMap((name) => (name.endsWith(suffix) ? [name.slice(0, -suffix.length)] : []))
  const missing = parts.filter((part) => !results.some((result) => result.part === part))
  if (missing.length > 0) return `docs/performance.md is as it was: it wants ${missing.join(', ')} too`
  writeFileSync(join(docs, 'performance.md'), formatPage(results))
  writeFileSync(join(docs, 'performance.svg'), drawChart(results))
  return 'docs/performance.md and docs/performance.svg are written'
}
