import { memoryUsage } from 'node:process'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { lendChunks } from '../../../src/dump/lend-chunks.ts'
import { DumpScanner } from '../../../src/dump/dump-scanner.ts'
import { feedDump } from '../../../src/dump/feed-dump.ts'

const megabyte = 1024 * 1024
const row = `${'x'.repeat(63)}\n`

/** As a program prints them. */
function rows(megabytes: number, look: () => void): Readable {
  return Readable.from(pieces(megabytes, look), { objectMode: false })
}

async function* pieces(megabytes: number, look: () => void): AsyncGenerator<Buffer> {
  yield Buffer.from('COPY public.t (body) FROM stdin;\n')
  for (let at = 0; at < megabytes * 16; at += 1) {
    look()
    yield await Promise.resolve(Buffer.alloc(megabyte / 16, row))
  }
  yield Buffer.from('\\.\n')
}

it('keeps few chunks of a long stream in memory, as many as of a short one', async () => {
  const before = memoryUsage().arrayBuffers
  let most = 0
  const look = () => (most = Math.max(most, memoryUsage().arrayBuffers - before))
  const scanner = new DumpScanner()
  await feedDump({ source: lendChunks(rows(256, look)), scanner })
  expect(scanner.finish().tables).toEqual([{ schema: 'public', name: 't', rows: (256 * megabyte) / row.length }])
  // By itself V8 lets more than thirty gather.
  expect(most).toBeLessThan(2 * megabyte)
})
