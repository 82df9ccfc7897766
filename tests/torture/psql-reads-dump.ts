import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { withFakeServer } from '../integration/dump/fake-server.ts'
import { clientProgram } from '../support/psql.ts'
import { temporaryDirectory } from '../support/test-context.ts'
import { scan } from '../unit/dump/scan.ts'
import type { Random } from './frame/random.ts'
import type { Trial } from './frame/torture.ts'

const fixtures = join(import.meta.dirname, '../fixtures/dumps')
const dumps = readdirSync(fixtures).map((name) => readFileSync(join(fixtures, name)))

/** Each lets psql start a program, where psql takes it for a command of its own. */
const hostile = [
  '\\! touch MARK',
  '\n\\! touch MARK\n',
  '\\set x `touch MARK`\n',
  '\\unrestrict `touch MARK`\n',
  '\n\\o |touch MARK\n',
  ' SELECT 1 \\g |touch MARK\n',
  "\n\\copy t FROM PROGRAM 'touch MARK'\n",
  '\\.\n\\! touch MARK\n',
]
const turning = ["'", '"', '$$', '$a$', '/*', '*/', '--', "E'", '\\', '\n', ';', '\\.\n', 'COPY t FROM stdin;\n', '\r']

/** Whatever the scanner lets through, psql runs no program for, on a server that accepts everything. */
export async function readByPsql(trial: Trial): Promise<void> {
  const mark = join(temporaryDirectory(), 'mark')
  await withFakeServer(asksForRows, async (port) => {
    await feedPsql(port, Buffer.from(`\\! touch ${mark}\n`))
    expect(existsSync(mark)).toBe(true)
    rmSync(mark)
    await trial.rounds(async ({ random, note }) => {
      const { refusals, output } = scan(withHostileWords(random, mark))
      if (refusals.length > 0) return note('refused')
      await feedPsql(port, output)
      expect(existsSync(mark)).toBe(false)
      note('let through, and nothing ran')
    })
  })
}

function withHostileWords(random: Random, mark: string): Buffer {
  const dump = random.pick(dumps)
  const start = random.integer(dump.length)
  let text = dump.toString('latin1', start, start + 200 + random.integer(4000))
  const put = (word: string) => {
    const at = random.integer(text.length + 1)
    text = text.slice(0, at) + word + text.slice(at)
  }
  for (let times = random.integer(4); times > 0; times -= 1) put(random.pick(turning))
  put(random.pick(hostile).replace('MARK', mark))
  return Buffer.from(text, 'latin1')
}

const asksForRows = (query: string): boolean => /^(?:\s|--[^\n]*\n)*copy\b[^]*\bfrom\s+stdin/i.test(query)

/** As pgsafe feeds it; but it goes on after an error, and so reads more. */
async function feedPsql(port: number, input: Buffer): Promise<void> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    PGHOST: '127.0.0.1',
    PGPORT: String(port),
    PGUSER: 'u',
    PGSSLMODE: 'disable',
  }
  const psql = spawn(clientProgram('psql'), ['-X', '-q', '-w', 'd'], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
    timeout: 20_000,
  })
  // psql may end before it has read everything.
  psql.stdin.on('error', () => undefined).end(input)
  const signal = await new Promise((resolve, reject) => {
    psql.once('error', reject).once('close', (_code, killedBy) => resolve(killedBy))
  })
  if (signal !== null) throw new Error(`psql was still reading after 20 s`)
}
