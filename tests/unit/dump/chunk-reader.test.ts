import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { ChunkReader } from '../../../src/dump/chunk-reader.ts'

/** Gives every chunk in the same buffer, as readDump does. */
async function* inOneBuffer(chunks: readonly Uint8Array[]): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(Math.max(1, ...chunks.map(({ length }) => length)))
  for (const chunk of chunks) {
    buffer.fill('?')
    buffer.set(chunk)
    yield buffer.subarray(0, chunk.length)
  }
}

const chunks = fc.array(fc.uint8Array({ maxLength: 300_000, size: 'max' }), { maxLength: 8 })
const lengths = fc.array(fc.nat(900_000), { minLength: 1, maxLength: 20 })

it('takes what the chunks hold, in pieces of any length, however the source uses its buffer', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, lengths, async (given, wanted) => {
      const reader = new ChunkReader(inOneBuffer(given))
      const taken: Buffer[] = []
      for (const length of wanted) {
        const seen = Buffer.from((await reader.peek(length)).subarray(0, length))
        const piece = await reader.take(length)
        expect(piece.equals(seen)).toBe(true)
        taken.push(piece)
      }
      for await (const piece of reader.remainder()) taken.push(piece)
      expect(Buffer.concat(taken).equals(Buffer.concat(given))).toBe(true)
      expect(await reader.atEnd()).toBe(true)
    }),
    { numRuns: 60 },
  )
})

it('takes into a buffer that is given, as much of it as is needed', async () => {
  const reader = new ChunkReader(inOneBuffer([Buffer.from('abc'), Buffer.from('def')]))
  const room = Buffer.alloc(100, '-')
  const piece = await reader.take(4, () => room)
  expect([String(piece), piece.buffer]).toEqual(['abcd', room.buffer])
  expect(String(await reader.take(9))).toBe('ef')
})
