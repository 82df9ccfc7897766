// `npm run torture -- [part …] [--seed N] [--count N]`: the whole campaign, or some parts of it (docs/reliability.md).
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const here = import.meta.dirname
const root = join(here, '../..')
const results = join(root, 'torture-results')
const suffix = '.torture.ts'
const known = readdirSync(here)
  .filter((name) => name.endsWith(suffix))
  .map((name) => name.slice(0, -suffix.length))

const parts = chosenParts()
const seed = wholeNumber('seed') ?? Math.floor(Math.random() * 2 ** 31)
const count = wholeNumber('count')
console.log(`torture: ${parts.join(', ')}; --seed ${seed}`)
forgetResults()
const vitest = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'e2e', '--no-file-parallelism', ...files()],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...settings() } },
)
const rows = readResults()
const table = formatTable(rows)
console.log(`\n${table}`)
writeFileSync(join(results, 'summary.md'), table)
const failed = rows.some(({ failures }) => failures.length > 0)
process.exitCode = failed || rows.length === 0 || vitest.status !== 0 ? 1 : 0

function options() {
  const text = { type: 'string' }
  return parseArgs({ allowPositionals: true, options: { seed: text, count: text } })
}

function chosenParts() {
  const { positionals } = options()
  const unknown = positionals.filter((part) => !known.includes(part))
  if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')} (there are ${known.join(', ')})`)
  const chosen = positionals.length === 0 ? known : positionals
  if (chosen.length === 0) throw new Error('there are no parts')
  return chosen
}

function wholeNumber(name) {
  const text = options().values[name]
  if (text !== undefined && !/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number`)
  return text === undefined ? undefined : Number(text)
}

function files() {
  return parts.map((part) => join('tests/torture', `${part}${suffix}`))
}

function settings() {
  const fixed = { PGSAFE_TORTURE: '1', PGSAFE_TORTURE_SEED: String(seed), PGSAFE_TORTURE_RESULTS: results }
  return count === undefined ? fixed : { ...fixed, PGSAFE_TORTURE_COUNT: String(count) }
}

/** Of the parts that are about to run: a table must not show what an earlier run found. */
function forgetResults() {
  mkdirSync(results, { recursive: true })
  for (const { name } of resultFiles()) rmSync(join(results, name))
}

function resultFiles() {
  const all = readdirSync(results).filter((name) => name.endsWith('.json'))
  const read = all.map((name) => ({ name, result: JSON.parse(readFileSync(join(results, name), 'utf8')) }))
  return read.filter(({ result }) => parts.includes(result.part))
}

function readResults() {
  return resultFiles().map(({ result }) => result)
}

/** Markdown: what docs/reliability.md quotes. */
function formatTable(rows) {
  const heading = '| part | trial | rounds | failed | what happened | seconds |\n|---|---|--:|--:|---|--:|'
  const lines = rows.map(({ part, title, rounds, failures, tallies, figures, seconds }) => {
    const happened = [...Object.entries(tallies).map(([what, times]) => `${what} ${times}`), ...figures].join(' · ')
    return `| ${[part, title, rounds, failures.length, happened, seconds].join(' | ')} |`
  })
  return `Seed ${seed}.\n\n${heading}\n${lines.join('\n')}\n`
}
