// `npm run bench -- [part …] [--quick]`: measures all parts, or some (docs/testing.md, docs/performance.md).
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

const here = import.meta.dirname
const root = join(here, '../..')
const suffix = '.part.ts'
const known = readdirSync(here)
  .filter((name) => name.endsWith(suffix))
  .map((name) => name.slice(0, -suffix.length))
const { positionals, values } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean' } } })
const unknown = positionals.filter((part) => !known.includes(part))
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')} (there are ${known.join(', ')})`)
const parts = positionals.length === 0 ? known : positionals
const quick = values.quick === true
const results = join(root, 'bench-results', quick ? 'quick' : 'full')
const env = {
  ...process.env,
  PGSAFE_BENCH_RESULTS: results,
  PGSAFE_BENCH_PARTS: parts.join(','),
  ...(quick ? { PGSAFE_BENCH_QUICK: '1' } : {}),
}

for (const part of parts) rmSync(join(results, part), { recursive: true, force: true })
const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const files = parts.map((part) => `tests/bench/${part}${suffix}`)
const flags = ['--config', 'tests/bench/vitest.config.ts']
const { status } = spawnSync(process.execPath, [vitest, 'run', ...flags, ...files], {
  cwd: root,
  stdio: 'inherit',
  env,
})
// frame/report.ts wrote both when the last part was done.
console.log(`\n${readFileSync(join(results, 'table.txt'), 'utf8')}`)
const { missed } = JSON.parse(readFileSync(join(results, 'summary.json'), 'utf8'))
process.exitCode = status === 0 && missed === 0 ? 0 : 1
