import { PassThrough, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { DumpScanner } from '../../../src/dump/dump-scanner.ts'
import { feedDump } from '../../../src/dump/feed-dump.ts'
import { dump } from './scan.ts'

async function* lines(text: string): AsyncGenerator<Buffer> {
  for (const line of text.split(/(?<=\n)/)) yield await Promise.resolve(Buffer.from(line))
}

/** What reached the sink before `feedDump` ended, well or badly. */
async function feed(text: string): Promise<{ received: string; error: unknown }> {
  const chunks: Buffer[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk))
      done()
    },
  })
  const error: unknown = await feedDump({ source: lines(text), scanner: new DumpScanner(), sink }).then(
    () => undefined,
    (error: unknown) => error,
  )
  return { received: Buffer.concat(chunks).toString(), error }
}

describe('feeding a dump', () => {
  it('passes a harmless one on completely', async () => {
    expect(await feed(dump('SELECT 1;'))).toEqual({ received: dump('SELECT 1;'), error: undefined })
  })

  it.each(['DROP DATABASE app;\n', '\\! touch pwned\n', "COPY t FROM PROGRAM 'sh';\n", '\\connect app\n'])(
    'stops before %j reaches anyone',
    async (hostile) => {
      const { received, error } = await feed(dump(`SELECT 1;\n${hostile}SELECT 2;\n`))
      expect(error).toMatchObject({ code: 'hostile-file' })
      expect(received).toMatch(/SELECT 1;\n$/)
    },
  )

  it('notices what only the end of the input completes', async () => {
    expect((await feed('SELECT 1;\nDROP DATABASE app')).error).toMatchObject({ code: 'hostile-file' })
    expect((await feed('SELECT 1;\n\\! sh')).error).toMatchObject({ code: 'hostile-file' })
  })

  it('only looks, without a sink', async () => {
    const scanner = new DumpScanner()
    await feedDump({ source: lines('DROP DATABASE app;\n'), scanner })
    expect(scanner.refusals).toHaveLength(1)
  })

  it('leaves no listeners behind on a sink that is often full', async () => {
    const sink = new PassThrough({ highWaterMark: 1 })
    sink.resume()
    const warnings: Error[] = []
    const onWarning = (warning: Error) => warnings.push(warning)
    process.on('warning', onWarning)
    await feedDump({ source: lines('-- line\n'.repeat(2000)), sink })
    await new Promise(setImmediate)
    process.off('warning', onWarning)
    expect(warnings).toEqual([])
    expect(sink.listenerCount('drain') + sink.listenerCount('close')).toBeLessThan(5)
  })
})
