import { PassThrough, Transform } from 'node:stream'
import { expect, it } from 'vitest'
import { ZstdStreams } from '../../../src/dump/zstd-streams.ts'

const doubled = () =>
  new Transform({
    transform(block: Buffer, _encoding, done) {
      setTimeout(() => {
        this.push(block)
        this.push(block)
        done()
      }, 1)
    },
  })

it('a stream takes block after block, and another is opened only while all are at work', async () => {
  const opened: number[] = []
  const streams = new ZstdStreams((kind) => {
    opened.push(kind)
    return doubled()
  })
  for (const text of ['a', 'bc', '', 'x'.repeat(300_000)]) {
    expect(String(await streams.run(1, Buffer.from(text)))).toBe(text + text)
  }
  expect(opened).toEqual([1])
  const both = await Promise.all(['d', 'e'].map((text) => streams.run(1, Buffer.from(text))))
  expect(both.map(String)).toEqual(['dd', 'ee'])
  await streams.run(2, Buffer.from('f'))
  expect(opened).toEqual([1, 1, 2])
  streams.close()
})

it('what brings out too much, or fails, is refused and not used again', async () => {
  let opened = 0
  const streams = new ZstdStreams(() => {
    opened += 1
    return opened === 2
      ? new Transform({ transform: (_block, _encoding, done) => done(new Error('damaged')) })
      : doubled()
  })
  await expect(streams.run(0, Buffer.from('abc'), 5)).rejects.toThrow('more than 5 bytes')
  await expect(streams.run(0, Buffer.from('abc'))).rejects.toThrow('damaged')
  expect(String(await streams.run(0, Buffer.from('abc'), 6))).toBe('abcabc')
  expect(opened).toBe(3)
  streams.close()
})

it('closing ends every stream', async () => {
  const all: PassThrough[] = []
  const streams = new ZstdStreams(() => {
    const stream = new PassThrough()
    all.push(stream)
    return stream
  })
  await Promise.all([streams.run(0, Buffer.from('a')), streams.run(0, Buffer.from('b'))])
  streams.close()
  expect(all.map(({ destroyed }) => destroyed)).toEqual([true, true])
})
