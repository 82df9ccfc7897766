import { randomBytes } from 'node:crypto'
import * as zlib from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { readContentSize } from '../../../src/dump/zstd-header.ts'
import { hasZstd } from '../../../src/dump/zstd-support.ts'
import { compressZstd, decompressZstd } from '../../../src/dump/zstd-stream.ts'
import { collect, stream } from './chunks.ts'

const compress = (...chunks: Buffer[]) => collect(compressZstd(stream(chunks)))
const decompress = (...chunks: Buffer[]) => collect(decompressZstd(stream(chunks)))

/** A single frame, as other programs write them. */
const zstd = (content: Buffer, options: object = {}): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const { zstdCompress } = zlib as unknown as { zstdCompress: (...args: unknown[]) => void }
    zstdCompress(content, options, (error: Error | null, frame: Buffer) => (error ? reject(error) : resolve(frame)))
  })

const rows = Buffer.from(Array.from({ length: 50_000 }, (_, row) => `${row}\tcustomer ${row % 997}\t\\N\n`).join(''))

it.skipIf(hasZstd())('is refused where Node has no zstd, with what is needed', async () => {
  await expect(compress(rows)).rejects.toMatchObject({ code: 'zstd-unavailable', hint: /22\.15/ })
})

describe.runIf(hasZstd())('zstd', () => {
  it('order and content survive, in chunks of any size', async () => {
    for (const size of [1000, 65_536, 1_000_000]) {
      const chunks = Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
        rows.subarray(index * size, (index + 1) * size),
      )
      expect((await decompress(await compress(...chunks))).equals(rows)).toBe(true)
    }
    expect(await decompress(await compress())).toHaveLength(0)
  })

  it('reads files of several frames, also such as programs may skip', async () => {
    const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7])
    const file = Buffer.concat([await compress(rows), skippable, await compress(rows), await compress()])
    const small = Array.from({ length: Math.ceil(file.length / 777) }, (_, index) =>
      file.subarray(index * 777, (index + 1) * 777),
    )
    expect((await decompress(...small)).equals(Buffer.concat([rows, rows]))).toBe(true)
  })

  it('reads frames of others: large ones, and such as do not tell what they hold', async () => {
    const large = randomBytes(6_000_000)
    const untold = await zstd(large)
    const told = await zstd(large, { pledgedSrcSize: large.length })
    expect([readContentSize(untold), readContentSize(told)]).toEqual([undefined, large.length])
    const file = Buffer.concat([await compress(rows), untold, await compress(rows), told, await zstd(rows)])
    expect((await decompress(file)).equals(Buffer.concat([rows, large, rows, large, rows]))).toBe(true)
  })

  it('several frames at once come in their order, and one that holds more than it says is refused', async () => {
    const blocks = Array.from({ length: 40 }, (_, index) => Buffer.alloc(index % 3 === 0 ? 900_000 : 10, index))
    const frames = await Promise.all(blocks.map((block) => compress(block)))
    expect((await decompress(...frames)).equals(Buffer.concat(blocks))).toBe(true)
    const lying = await compress(rows.subarray(0, 100))
    expect(readContentSize(lying)).toBe(100)
    lying.writeUInt8(99, 5)
    await expect(decompress(lying)).rejects.toThrow(/corrupt|buffer|size|zstd/i)
  })

  it('notices every missing byte at the end, which Node alone passes over', async () => {
    const file = await compress(rows)
    for (const missing of [1, 3, 4, 5, 100, file.length >> 1, file.length - 1, file.length]) {
      await expect(decompress(file.subarray(0, file.length - missing)), `${missing} missing`).rejects.toThrow('cut off')
    }
  })

  it('lets go of what it reads from when a frame is damaged', async () => {
    let closed = 0
    const source = async function* (): AsyncGenerator<Buffer> {
      try {
        for (;;) yield await Promise.resolve(Buffer.from('garbage'))
      } finally {
        closed += 1
      }
    }
    await expect(collect(decompressZstd(source()))).rejects.toThrow('no zstd frame')
    expect(closed).toBe(1)
  })

  it('notices changed bytes, and anything behind the last frame', async () => {
    const file = await compress(randomBytes(100_000))
    for (const at of [20, 5000, file.length - 2]) {
      const damaged = Buffer.from(file)
      damaged[at] = (damaged[at] ?? 0) ^ 0x40
      await expect(decompress(damaged), `byte ${at}`).rejects.toThrow(/checksum|corrupt|zstd/i)
    }
    await expect(decompress(file, Buffer.from('garbage'))).rejects.toThrow('no zstd frame')
    await expect(decompress(file, Buffer.alloc(64))).rejects.toThrow('no zstd frame')
  })

  it('a source that fails is heard, and a reader that leaves early is no trouble', async () => {
    const failing = (async function* () {
      yield await Promise.resolve(rows)
      throw new Error('source failed')
    })()
    await expect(collect(compressZstd(failing))).rejects.toThrow('source failed')
    const file = await compress(randomBytes(5_000_000))
    for await (const chunk of decompressZstd(stream([file]))) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
  })
})
