import { PassThrough } from 'node:stream'
import { setImmediate as settled } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { readAnswers } from '../../../src/postgres/psql-answers.ts'
import { psqlProgress } from '../../../src/postgres/psql-progress.ts'
import type { Running } from '../../../src/system/process-runner.ts'

/** What is shown of a load of two indexes whose rows are in, when psql has said these lines. */
async function progressAfter(...lines: string[]) {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()]
  const never = new Promise<never>(() => undefined)
  const psql: Running = { pid: 1, stdin, stdout, done: never, kill: () => undefined }
  const sent = () => ({ loaded: 1, done: 7, unit: 'bytes', current: undefined, builtBeside: 0 }) as const
  const source = psqlProgress(readAnswers(psql), { database: 'shop', builds: 2, poll: async () => undefined }, sent)
  stdout.write(lines.map((line) => `${line}\n`).join(''))
  await settled()
  return { reading: await source(), told: String(stdin.read()) }
}

const rows = ['SET', 'CREATE TABLE', 'ALTER TABLE', 'COPY 5', 'CREATE TABLE', 'ALTER TABLE', 'COPY 0', ' setval', '9']

it('psql is made to say what it finishes', async () => {
  expect((await progressAfter()).told).toBe('\\set QUIET off\n')
})

it.each([
  [['CREATE TABLE', 'ALTER TABLE', 'ALTER TABLE'], 0.5, undefined],
  [rows, 0.5, undefined],
  [[...rows, 'CREATE INDEX'], 0.75, 'index 2 of 2'],
  [[...rows, 'ALTER TABLE', 'CREATE INDEX'], 1, 'index 2 of 2'],
])('after %j a load is at %d, at %s', async (lines, fraction, current) => {
  const { reading } = await progressAfter(...lines)
  expect(reading).toEqual({ fraction, done: 7, unit: 'bytes', current })
})
