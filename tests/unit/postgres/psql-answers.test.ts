import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { readAnswers } from '../../../src/postgres/psql-answers.ts'
import type { Finished, Running } from '../../../src/system/process-runner.ts'

function withResolvers<T>() {
  const resolvers: ((value: T) => void)[] = []
  const promise = new Promise<T>((resolve) => resolvers.push(resolve))
  return { promise, resolve: (value: T) => resolvers[0]?.(value) }
}

/** A psql that answers `\\echo` only, and ends when it is told to. */
function echoingPsql() {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()]
  const { promise: done, resolve: end } = withResolvers<Finished>()
  stdin.setEncoding('utf8').on('data', (sql: string) => {
    for (const [, token] of sql.matchAll(/^\\echo (.+)$/gm)) stdout.write(`${token ?? ''}\n`)
  })
  const psql: Running = { pid: 1, stdin, stdout, done, kill: () => undefined }
  return { psql, say: (text: string) => stdout.write(text), end }
}

it('knows how far psql is as often as it is asked, and listens to it once', async () => {
  const { psql, say } = echoingPsql()
  const answers = readAnswers(psql)
  const listeners = psql.stdout.listenerCount('data')
  for (let time = 0; time < 20; time += 1) await answers.caughtUp()
  say('COPY 5\nCREATE INDEX\nCOPY 7\nALTER TABLE\nCREATE INDEX\n')
  await answers.caughtUp()
  expect([answers.copied, answers.built]).toEqual([[5, 7], 2])
  expect(psql.stdout.listenerCount('data')).toBe(listeners)
})

it('does not wait for a psql that has ended', async () => {
  const { psql, end } = echoingPsql()
  const answers = readAnswers({ ...psql, stdin: new PassThrough() })
  const waiting = answers.caughtUp()
  end({ exitCode: 3, signal: undefined, stdout: '', stderr: '', spawnError: undefined, timedOut: false })
  await expect(waiting).rejects.toThrow('psql ended')
})
