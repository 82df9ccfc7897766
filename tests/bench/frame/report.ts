import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatTable } from './format-table.ts'
import { resultsDirectory } from './options.ts'
import { isMet, readResults } from './result.ts'

/** Writes what run.mjs prints. */
export function report(): void {
  mkdirSync(resultsDirectory, { recursive: true })
  const results = readResults()
  const missed = results.flatMap(({ rows }) => rows).filter((row) => isMet(row) === false).length
  writeFileSync(join(resultsDirectory, 'table.txt'), formatTable(results))
  writeFileSync(join(resultsDirectory, 'summary.json'), `${JSON.stringify({ missed })}\n`)
}
