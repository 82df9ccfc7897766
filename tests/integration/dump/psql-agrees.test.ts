import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { CopyRows } from '../../../src/dump/copy-rows.ts'
import { SqlLexer } from '../../../src/dump/sql-lexer.ts'
import { Statement } from '../../../src/dump/statement.ts'
import { classifyStatement } from '../../../src/dump/classify-statement.ts'
import { clientProgram } from '../../support/psql.ts'
import { type Sent, withFakeServer } from './fake-server.ts'

const run = promisify(execFile)

/** What psql sends for this file, comments and spaces left out of the queries. */
async function sentByPsql(sql: string): Promise<string[]> {
  const directory = await mkdtemp(join(tmpdir(), 'pgsafe-psql-'))
  try {
    const file = join(directory, 'input.sql')
    await writeFile(file, sql)
    return await withFakeServer(isCopy, async (port, sent) => {
      const env = {
        PATH: process.env['PATH'],
        PGHOST: '127.0.0.1',
        PGPORT: `${port}`,
        PGUSER: 'u',
        PGSSLMODE: 'disable',
      }
      await run(clientProgram('psql'), ['-X', '-q', '-f', file, 'd'], { env, timeout: 20_000 })
      return sent.map(describe).filter((text) => text !== '')
    })
  } finally {
    await rm(directory, { recursive: true })
  }
}

const isCopy = (query: string) => tokensOf(query).startsWith('word COPY|')

/** The same as our tokenizer sees it; undefined when it refuses something, since versions of psql may differ there. */
function readByUs(sql: string): string[] | undefined {
  const chunk = Buffer.from(sql)
  const lexer = new SqlLexer()
  const statement = new Statement()
  const result: string[] = []
  let start = 0
  for (let at = lexer.next(chunk, 0); at !== -1; at = lexer.next(chunk, at)) {
    if (lexer.kind === 'meta') return undefined
    if (lexer.kind === 'line-comment' || lexer.kind === 'block-comment') continue
    if (!statement.open) {
      start = lexer.start
      statement.begin(1)
    }
    if (statement.add(lexer) !== undefined) return undefined
    if (statement.open) continue
    result.push(tokensOf(chunk.toString('utf8', start, at)))
    if (classifyStatement(statement.tokens).rowsFollow !== true) continue
    const rows = new CopyRows()
    at = rows.read(chunk, at)
    result.push(`${rows.rows} rows`)
    if (at === -1) break
  }
  if (lexer.midToken && lexer.kind === 'meta') return undefined
  if (statement.open || lexer.midToken)
    result.push(tokensOf(chunk.toString('utf8', statement.open ? start : lexer.start + chunk.length)))
  return result.filter((text) => text !== '')
}

function describe({ kind, text }: Sent): string {
  // Versions differ in whether the end marker itself is sent.
  return kind === 'copy' ? `${text.replace(/^\\\.\r?\n$/m, '').split('\n').length - 1} rows` : tokensOf(text)
}

function tokensOf(sql: string): string {
  const chunk = Buffer.from(`${sql}\n`)
  const lexer = new SqlLexer()
  const tokens: string[] = []
  for (let at = lexer.next(chunk, 0); at !== -1; at = lexer.next(chunk, at)) {
    if (!lexer.kind.endsWith('comment')) tokens.push(`${lexer.kind} ${lexer.text}`)
  }
  return tokens.join('|')
}

/** No colons and backslashes: they are psql's own. No `1E'` and the like: refused, because versions differ. */
const marks = `' ' ' '' " "a" $$ $a$ $a E' U&' ; ( ) -- - /* */ / * a é = x$ BEGIN END CASE atomic`.split(' ')
const pieces = [
  ...marks,
  ...marks.map((mark) => ` ${mark} `),
  ' $1 ',
  '\n',
  '\r\n',
  ';\n',
  ' END;\n',
  'CREATE FUNCTION f() ',
  ';\nCREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC ',
  "select 'x';\n",
  '\nCOPY public.ghost (a) FROM stdin;\n1\n2\n\\.\n',
]

const file = fc.array(fc.constantFrom(...pieces), { minLength: 3, maxLength: 25 }).map((parts) => parts.join(''))

it('psql sends the statements and rows that our tokenizer finds, for near-SQL of any kind', async () => {
  let compared = 0
  await fc.assert(
    fc.asyncProperty(file, async (sql) => {
      const ours = readByUs(sql)
      fc.pre(ours !== undefined)
      expect(ours).toEqual(await sentByPsql(sql))
      compared += 1
    }),
    { numRuns: Number(process.env['PGSAFE_TEST_PSQL_RUNS'] ?? 150) },
  )
  expect(compared).toBeGreaterThanOrEqual(150)
})
