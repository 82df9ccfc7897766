import { formatLarge } from './format-large.ts'
import { formatLimit, formatPair, formatSeconds, formatValue } from './format-row.ts'
import type { Machine } from './machine.ts'
import { isMet, type PartResult, type Row } from './result.ts'

/** Markdown: docs/performance.md as a whole. */
export function formatPage(results: readonly PartResult[]): string {
  const rows = results.flatMap(({ rows }) => rows)
  const [first] = results
  if (first === undefined) throw new Error('nothing was measured')
  const sections = [
    introduction(results),
    `## Goals\n\n${goals(rows)}`,
    `## In seconds\n\n${absolute(rows)}`,
    `## Where an alternative wins\n\n${losses(rows)}`,
    `## Large databases\n\n${formatLarge(rows)}`,
    `## How it is measured\n\n${method(first.machine)}`,
    failures(results),
  ]
  return `${sections.filter((text) => text !== '').join('\n\n')}\n`
}

function introduction(results: readonly PartResult[]): string {
  const days = [...new Set(results.map(({ at }) => at.slice(0, 10)))].sort()
  return `# Performance

What pgsafe costs, against what people type instead. \`npm run bench\` measures and writes this page (${days.join(', ')}); nobody edits
it. All that pgsafe does by default is in its times: verification from disk, checksums, row counts, the manifest, the swap.

![Time of pgsafe as a multiple of the alternative's](performance.svg)`
}

function goals(rows: readonly Row[]): string {
  const lines = rows
    .filter(({ limit }) => limit !== null)
    .map((row) => {
      const { what, against, note } = row
      return cells(what, against ?? '', formatLimit(row), formatValue(row), verdict(row, note))
    })
  return `Ratios are of medians; in brackets the extremes of the rounds.\n\n| what | against | goal | measured | |\n|---|---|---|---|---|\n${lines.join('\n')}`
}

function verdict(row: Row, note = ''): string {
  const met = isMet(row)
  const words = met === undefined ? '' : met ? 'met' : '**missed**'
  return [words, note].filter((text) => text !== '').join('; ')
}

function absolute(rows: readonly Row[]): string {
  const lines = rows.flatMap(({ what, against, seconds, atLeast }) => {
    if (seconds === undefined || atLeast !== undefined) return []
    return [cells(what, formatSeconds(seconds.ours), against ?? '', formatSeconds(seconds.theirs))]
  })
  return `Medians, from the start of the process to its end.\n\n| what | pgsafe | alternative | |\n|---|--:|---|--:|\n${lines.join('\n')}`
}

function losses(rows: readonly Row[]): string {
  const lost = rows.filter(({ value, seconds, atLeast }) => {
    return value !== null && seconds !== undefined && atLeast === undefined && value.median > 1
  })
  const lines = lost.map((row) => `- ${row.what}: \`${row.against ?? ''}\` is faster (${formatPair(row)}).`)
  return `A dump or a load by hand that is faster proves less: no checksum, no rows counted, no swap.\n\n${lines.join('\n')}
- \`pg_dump > /dev/null\`, \`createdb -T\` and file systems that clone files are faster than any dump that is written and read back.
- Above some hundred gigabytes a copy of the files (pgBackRest, Barman, WAL-G) beats pg_dump, and so pgsafe.`
}

function method(machine: Machine): string {
  const settings = Object.entries(machine.settings).map(([name, value]) => `\`${name} = ${value}\``)
  const zstd = machine.zstdNode === null ? 'zstd was not measured' : `for zstd ${machine.zstdNode}`
  return `- **Machine**: ${String(machine.cores)} cores, ${String(machine.memoryGigabytes)} GB of memory, ${machine.system}; PostgreSQL ${machine.postgres}, Node.js ${machine.node} (${zstd}). Server and clients share it.
- **Server**: its own, started for this, durable, at its defaults: ${settings.join(', ')} (10,000 tables need more locks than the default 64).
- **Databases**: a shop of six tables with text, numbers, moments and jsonb, indexes and foreign keys, from fixed seeds (\`tests/bench/frame/fill-database.ts\`): 50 MB, 527 MB and 2 GB as \`pg_database_size\` counts. Where nothing else is said, that of 527 MB.
- **Rounds**: alternately, pgsafe and the alternative, after one round that is not counted; 5 of most, 3 of the longest, 25 of starts. A \`CHECKPOINT\` comes before each load.
- **pgsafe**: the built program as users start it, with \`--json\`. A restore goes over a database with the same contents, which is kept for undo; it runs without \`ANALYZE\`, a step of its own.
- **The alternative**: the same PostgreSQL programs from a shell, loading into a database that is there and empty.
- **Unverified**: the whole time less \`verifyMs\` of [\`timings\`](json-output.md#by-command).
- **Undo**: from start to end of the process, with nothing to be removed. It must be the same for both sizes.
- **Starts**: Node.js reads the certificates that \`NODE_EXTRA_CA_CERTS\` names, where it is set, at every start: also of \`node -e 0\`. Without it both are faster by the same time, and the ratio is larger.
- **Memory**: the peak of the Node.js process alone (\`VmHWM\`), without PostgreSQL's programs.
- **Pauses**: \`perf_hooks.monitorEventLoopDelay\` inside of pgsafe, from the start of pg_dump to the end: the longest time that a spinner stood still, or Ctrl-C waited.

\`\`\`bash
npm run bench                      # everything, about 35 minutes; writes this page
npm run bench -- backup restore    # these parts
npm run bench -- --quick           # smaller databases, fewer rounds: to see that it works
\`\`\`

More: [testing.md](testing.md#speed).`
}

function failures(results: readonly PartResult[]): string {
  const lines = results.flatMap(({ title, failure }) =>
    failure === null ? [] : [`- ${title}: ${failure.split('\n')[0] ?? ''}`],
  )
  return lines.length === 0 ? '' : `## Could not be measured\n\n${lines.join('\n')}`
}

function cells(...texts: readonly string[]): string {
  return `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`
}
