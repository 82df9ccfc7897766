import { PassThrough, Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { ChunkSink } from '../../../src/dump/chunk-sink.ts'

/** Takes what it is given only when told to. */
function hesitantStream(): { stream: Writable; take: () => void; taken: string[] } {
  const taken: string[] = []
  let take: () => void = () => undefined
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      take = () => {
        taken.push(String(chunk))
        done()
      }
    },
  })
  return { stream, take: () => take(), taken }
}

it('a chunk is written once the stream has taken it, and no earlier', async () => {
  const { stream, take, taken } = hesitantStream()
  let written = false
  const writing = new ChunkSink(stream).write(Buffer.from('row')).then(() => (written = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(written).toBe(false)
  take()
  await writing
  expect(taken).toEqual(['row'])
})

it("the stream's own error ends a write, and all after it", async () => {
  const sink = new ChunkSink(new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) }))
  await expect(sink.write(Buffer.from('row'))).rejects.toThrow('EPIPE')
  await expect(sink.write(Buffer.from('row'))).rejects.toThrow('EPIPE')
})

it.each([undefined, new Error('killed')])(
  'a stream that goes away with a chunk untaken ends its write (%s)',
  async (error) => {
    const { stream } = hesitantStream()
    const sink = new ChunkSink(stream)
    setTimeout(() => stream.destroy(error), 10)
    await expect(sink.write(Buffer.from('row'))).rejects.toThrow(error?.message ?? 'Premature close')
    await expect(sink.write(Buffer.from('row'))).rejects.toThrow(error?.message ?? 'Premature close')
  },
)

it('a stream that somebody else has ended takes nothing more', async () => {
  const stream = new PassThrough().resume()
  const sink = new ChunkSink(stream)
  stream.end()
  await expect(sink.write(Buffer.from('row'))).rejects.toThrow(/end/)
})

it('leaves no listener behind', async () => {
  const stream = new PassThrough().resume()
  const before = stream.eventNames().map((name) => [name, stream.listenerCount(name)])
  const sink = new ChunkSink(stream)
  for (let at = 0; at < 100; at += 1) await sink.write(Buffer.from('row'))
  sink.letGo()
  expect(stream.eventNames().map((name) => [name, stream.listenerCount(name)])).toEqual(before)
})
