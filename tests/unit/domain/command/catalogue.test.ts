import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { knownPrograms } from '../../../../src/domain/command/catalogue.ts'
import { recogniseSegment } from '../../../../src/domain/command/recognise-segment.ts'
import { seeThrough } from '../../../../src/domain/command/see-through.ts'
import { severities, type Severity, worstOf } from '../../../../src/domain/command/severity.ts'

const noProject = {
  packageScripts: () => undefined,
  resolvePath: (directory: string, path: string) => `${directory}/${path}`,
}

/** As a person types it; a shell reads it. SQL is not looked into here (tests/unit/steps/recognise-command.test.ts). */
function judge(line: string): { severity: Severity; recognised: boolean } {
  const judged = seeThrough(['sh', '-c', line], '/p', noProject)
    .flatMap((segment) => recogniseSegment(segment, {}))
    .map(({ known }) => known)
  return {
    severity: worstOf(judged.map(({ severity }) => severity)),
    recognised: judged.every(({ recognised }) => recognised),
  }
}

/** One command a line: tests/fixtures/commands/<severity>.txt. */
const table = severities.map((severity) => {
  const path = join(import.meta.dirname, `../../../fixtures/commands/${severity}.txt`)
  return [severity, readFileSync(path, 'utf8').trim().split('\n')] as const
})

describe.each(table)('%s:', (severity, lines) => {
  it.each(lines)('%s', (line) => expect(judge(line)).toEqual({ severity, recognised: true }))
})

it.each([
  'node scripts/reset.js',
  'node test',
  'tsx seed.ts',
  './prisma generate',
  'make db-reset',
  'prisma frobnicate',
  'knex migrate:explode',
  'python reset.py',
  'node -e "wipe()"',
  'bash reset.sh',
  'cargo run --bin wipe',
  'docker run --rm x',
  'ssh -p',
  'rails db:frob',
  'python -c "x"',
  'npx some-tool',
  'bun test',
  'echo x | xargs psql -c',
  'npm start',
  'cd "$X"; psql -c "select 1"',
])('%s: not known, so taken to destroy everything', (line) => {
  expect(judge(line)).toEqual({ severity: 'all', recognised: false })
})

it('knows every program once', () => {
  expect(new Set(knownPrograms).size).toBe(knownPrograms.length)
  expect(table.flatMap(([, lines]) => lines).length).toBeGreaterThan(220)
})
