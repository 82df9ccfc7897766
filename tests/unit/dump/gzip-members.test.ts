import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { gunzipMembers } from '../../../src/dump/gunzip-members.ts'
import { readMemberLength, withMemberLength } from '../../../src/dump/gzip-header.ts'
import { gzipMembers } from '../../../src/dump/gzip-members.ts'
import { collect, stream } from './chunks.ts'

const compress = (content: Buffer) => collect(gzipMembers(stream([content])))
const decompress = (...chunks: Buffer[]) => collect(gunzipMembers(stream(chunks)))

it('order and content survive, in chunks of any size', async () => {
  const sizes = fc.array(fc.nat(700_000), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(sizes, async (sizes) => {
      const chunks = sizes.map((size, index) => Buffer.alloc(size, `${index} and so on`))
      const compressed = await collect(gzipMembers(stream(chunks)))
      expect(gunzipSync(compressed).equals(Buffer.concat(chunks))).toBe(true)
      expect((await decompress(compressed)).equals(Buffer.concat(chunks))).toBe(true)
    }),
    { numRuns: 10 },
  )
})

it('each MiB is a member of its own', async () => {
  const compressed = await compress(Buffer.alloc(1024 * 1024 * 3, 'x'))
  const single = await collect(gzipMembers(stream(Array.from({ length: 3 }, () => Buffer.alloc(1024 * 1024, 'x')))))
  expect(compressed.length).toBeGreaterThan(0)
  expect(single.length).toBe(3 * (await compress(Buffer.alloc(1024 * 1024, 'x'))).length)
})

it('gunzip reads it', async () => {
  const content = Buffer.from(Array.from({ length: 200_000 }, (_, row) => `${row}\tcustomer ${row % 991}\n`).join(''))
  const file = await compress(content)
  expect(execFileSync('gunzip', ['-c'], { input: file, maxBuffer: 1e9 }).equals(content)).toBe(true)
})

it('members of ours and of others may follow each other', async () => {
  const parts = ['one ', 'two ', 'three ', 'four'].map((text) => Buffer.from(text.repeat(5000)))
  const [one, two, three, four] = parts as [Buffer, Buffer, Buffer, Buffer]
  const file = Buffer.concat([await compress(one), gzipSync(two), await compress(three), gzipSync(four)])
  const pieces = Array.from({ length: Math.ceil(file.length / 7) }, (_, at) => file.subarray(at * 7, at * 7 + 7))
  expect((await decompress(...pieces)).equals(Buffer.concat(parts))).toBe(true)
})

it('a member that lies about its length, or is larger than ours, is read all the same or refused', async () => {
  const content = Buffer.alloc(300_000, 'some text, ')
  const file = Buffer.concat([await compress(content), await compress(content)])
  const length = readMemberLength(file) ?? 0
  expect(length * 2).toBe(file.length)
  for (const lie of [0, 20, length - 1, length + 1, length + 30, file.length, 0xffffffff]) {
    const bad = Buffer.from(file)
    bad.writeUInt32LE(lie, 16)
    const result = await decompress(bad).catch(() => undefined)
    const harmless = result?.equals(Buffer.concat([content, content])) ?? true
    expect({ lie, harmless }).toEqual({ lie, harmless: true })
  }
  const large = Buffer.alloc(20 * 1024 * 1024, 'x')
  expect((await decompress(withMemberLength(gzipSync(large)))).equals(large)).toBe(true)
})

it.each([
  [
    'log lines',
    (row: number) =>
      `${row}\tactive\t2024-01-${10 + (row % 20)}\t/api/v1/users/${row * 7919}/orders?page=${row % 13}\t200\n`,
  ],
  ['program text', (row: number) => `  if (value_${row % 311} === undefined) return parse(options, ${row % 17})\n`],
])('%s too, which the quick levels would make a third larger', async (_, line) => {
  const content = Buffer.from(Array.from({ length: 150_000 }, (_, row) => line(row)).join(''))
  const reference = execFileSync('gzip', ['-6', '-c'], { input: content, maxBuffer: 1e9 })
  expect((await compress(content)).length).toBeLessThanOrEqual(reference.length * 1.05)
})

it('COPY data is at most a twentieth larger than with gzip -6', async () => {
  const rows = Array.from({ length: 60_000 }, (_, row) => {
    return `${row}\t${randomBytes(8).toString('hex')}\tCustomer number ${row % 5000}\t2025-11-${(row % 28) + 1}\t\\N\n`
  })
  const content = Buffer.from(rows.join(''))
  const reference = execFileSync('gzip', ['-6', '-c'], { input: content, maxBuffer: 1e9 })
  expect((await compress(content)).length).toBeLessThanOrEqual(reference.length * 1.05)
})

it('a source that fails is heard, and a reader that leaves early is no trouble', async () => {
  const failing = (async function* () {
    for (let block = 0; block < 3; block += 1) yield Buffer.alloc(1024 * 1024)
    await Promise.resolve()
    throw new Error('source failed')
  })()
  await expect(collect(gzipMembers(failing))).rejects.toThrow('source failed')
  for await (const member of gzipMembers(stream(Array.from({ length: 10 }, () => Buffer.alloc(1024 * 1024))))) {
    expect(member.length).toBeGreaterThan(0)
    break
  }
})

it('whatever is cut off is noticed, except whole members', async () => {
  const first = await compress(Buffer.from('hello '))
  const whole = Buffer.concat([first, await compress(Buffer.from('world'))])
  expect((await decompress(whole)).toString()).toBe('hello world')
  for (let length = 0; length < whole.length; length += 1) {
    if (length !== first.length) await expect(decompress(whole.subarray(0, length))).rejects.toThrow('unexpected end')
  }
})

const complaint = /incorrect header|follow the end|unknown compression|unexpected end/

it.each([
  ['text', Buffer.from('DROP DATABASE x;')],
  ['zeros', Buffer.alloc(4096)],
  ['another magic number', Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9])],
  ['a single byte', Buffer.from([0x1f])],
])('%s behind the end is an error, in one piece or several', async (_, surplus) => {
  const good = await compress(Buffer.from('hello'))
  await expect(decompress(Buffer.concat([good, surplus]))).rejects.toThrow(complaint)
  await expect(decompress(good, surplus)).rejects.toThrow(complaint)
})

it('no flipped bit in data or checksums ever gives other content', async () => {
  const content = 'hello world, hello world, hello world'
  const good = await compress(Buffer.from(content))
  // The header's time, flags for speed and system (bytes 4 to 9) mean nothing to the content.
  for (let bit = 10 * 8; bit < good.length * 8; bit += 1) {
    const bad = Buffer.from(good)
    bad[bit >> 3] = (bad[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    const result = await decompress(bad).then(
      (decoded) => decoded.toString(),
      () => 'noticed',
    )
    // Deflate ends in a few bits of padding.
    expect(['noticed', content], `bit ${bit}`).toContain(result)
  }
})
