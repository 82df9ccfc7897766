import { createHash } from 'node:crypto'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough, Writable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DumpScanner } from '../../../src/dump/dump-scanner.ts'
import { readDump } from '../../../src/dump/read-dump.ts'
import { hasZstd } from '../../../src/dump/zstd-support.ts'
import { dump, fixture } from './scan.ts'
import { inTemporaryDirectory } from './temporary-directory.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Writes `content` to a file and hands its path on. */
const withFile = (content: Buffer | string, action: (path: string) => Promise<void>) =>
  inTemporaryDirectory(async (directory) => {
    const path = join(directory, 'a.sql')
    writeFileSync(path, content)
    await action(path)
  })

/** A sink that remembers, and is slow to take more. */
function slowSink(): Writable & { received: Buffer[] } {
  const received: Buffer[] = []
  const sink = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      received.push(Buffer.from(chunk))
      setImmediate(done)
    },
  })
  return Object.assign(sink, { received })
}

describe('reading a dump', () => {
  it('gives its hash, size and what the scanner found', async () => {
    await withFile(fixture('odd-names.sql'), async (path) => {
      const read = await readDump({ path, compression: 'none', scanner: new DumpScanner() })
      expect(read).toMatchObject({ bytes: fixture('odd-names.sql').length, sha256: sha256(fixture('odd-names.sql')) })
      expect(read.summary).toMatchObject({ complete: true, refusals: [] })
    })
  })

  it('decodes gzip of one or many members, hashes what lies on disk, and passes everything on', async () => {
    const content = Buffer.from(dump(`COPY public.t FROM stdin;\n${'row\n'.repeat(200_000)}\\.\n`))
    const half = content.length >> 1
    const members = Buffer.concat([gzipSync(content.subarray(0, half)), gzipSync(content.subarray(half))])
    await withFile(members, async (path) => {
      const sink = slowSink()
      const read = await readDump({ path, compression: 'gzip', scanner: new DumpScanner(), sink })
      expect(read).toMatchObject({ bytes: members.length, sha256: sha256(members) })
      expect(read.summary?.tables).toEqual([{ schema: 'public', name: 't', rows: 200_000 }])
      expect(Buffer.concat(sink.received).equals(content)).toBe(true)
      expect(sink.writableEnded).toBe(false)
    })
  })

  it('passes on what the scanner lets through, and ends the sink when asked', async () => {
    await withFile(dump('SELECT 1;', { key: 'abc' }), async (path) => {
      const sink = slowSink()
      const scanner = new DumpScanner({ rewrite: { restrict: true } })
      await readDump({ path, compression: 'none', scanner, sink, endSink: true })
      expect(Buffer.concat(sink.received).toString()).not.toContain('restrict')
      expect(sink.writableEnded).toBe(true)
    })
  })

  it('tells progress in bytes on disk', async () => {
    await withFile(Buffer.alloc(1_000_000), async (path) => {
      const seen: number[] = []
      await readDump({ path, compression: 'none', onBytes: (bytes) => seen.push(bytes) })
      expect(seen.at(-1)).toBe(1_000_000)
      expect(seen.length).toBeGreaterThan(1)
    })
  })

  it('follows a link that a user made', async () => {
    await withFile('SELECT 1;', async (path) => {
      symlinkSync(path, `${path}.link`)
      expect((await readDump({ path: `${path}.link`, compression: 'none' })).bytes).toBe(9)
    })
  })

  it('does not hold the whole file: a slow sink slows the reading', async () => {
    await withFile(Buffer.alloc(20_000_000, 'x'), async (path) => {
      let read = 0
      let written = 0
      let ahead = 0
      const sink = new Writable({
        write(chunk: Buffer, _encoding, done) {
          written += chunk.length
          ahead = Math.max(ahead, read - written)
          setImmediate(done)
        },
      })
      await readDump({ path, compression: 'none', sink, endSink: true, onBytes: (bytes) => (read = bytes) })
      expect(read).toBe(20_000_000)
      expect(ahead).toBeLessThan(2_000_000)
    })
  })
})

describe('a file that cannot be read to its end is an error', () => {
  const failed = (message: string) => ({ code: 'verification-failed', message: expect.stringContaining(message) })

  it('when its gzip data is cut', async () => {
    const compressed = gzipSync(fixture('odd-names.sql'))
    await withFile(compressed, async (path) => {
      for (const length of [compressed.length - 1, compressed.length - 9, compressed.length >> 1, 5, 0]) {
        truncateSync(path, length)
        await expect(readDump({ path, compression: 'gzip' })).rejects.toMatchObject(failed('the file is damaged'))
      }
    })
  })

  it('when its gzip data is damaged, also while a sink is being fed', async () => {
    const compressed = gzipSync(fixture('odd-names.sql'))
    compressed[compressed.length >> 1] = (compressed[compressed.length >> 1] ?? 0) ^ 0x10
    await withFile(compressed, async (path) => {
      await expect(readDump({ path, compression: 'gzip' })).rejects.toMatchObject(failed('the file is damaged'))
      await expect(readDump({ path, compression: 'gzip', sink: slowSink() })).rejects.toMatchObject(
        failed('the file is damaged'),
      )
    })
  })

  it('when something follows its gzip data', async () => {
    await withFile(Buffer.concat([gzipSync('x'), Buffer.alloc(512)]), async (path) => {
      await expect(readDump({ path, compression: 'gzip' })).rejects.toMatchObject(failed('512 bytes follow'))
    })
  })

  it('when it is no gzip at all', async () => {
    await withFile('SELECT 1;', async (path) => {
      await expect(readDump({ path, compression: 'gzip' })).rejects.toMatchObject(failed('incorrect header'))
    })
  })

  it('when it is missing, a directory, or not ours to read', async () => {
    await inTemporaryDirectory(async (directory) => {
      await expect(readDump({ path: join(directory, 'no'), compression: 'none' })).rejects.toMatchObject(
        failed('missing'),
      )
      mkdirSync(join(directory, 'dir'))
      await expect(readDump({ path: join(directory, 'dir'), compression: 'none' })).rejects.toMatchObject(
        failed('not a regular file'),
      )
    })
  })
})

describe('when the reader of the bytes goes away', () => {
  it('its own error is thrown, and a later one does not end the process', async () => {
    await withFile(Buffer.alloc(3_000_000), async (path) => {
      const sink = new Writable({
        write(_chunk, _encoding, done) {
          done(new Error('EPIPE'))
        },
      })
      await expect(readDump({ path, compression: 'none', sink })).rejects.toThrow('EPIPE')
      sink.emit('error', new Error('EPIPE again'))
    })
  })

  it('without an error the reading ends too', async () => {
    await withFile(Buffer.alloc(3_000_000), async (path) => {
      const sink = new PassThrough({ highWaterMark: 1 })
      const reading = readDump({ path, compression: 'none', sink })
      setTimeout(() => sink.destroy(), 10)
      await expect(reading).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' })
    })
  })
})

it('an abort ends it with the reason, though the sink takes nothing', async () => {
  await withFile(Buffer.alloc(3_000_000), async (path) => {
    for (const sink of [undefined, new PassThrough({ highWaterMark: 1 })]) {
      const controller = new AbortController()
      if (sink === undefined) controller.abort(new Error('Ctrl-C'))
      else setTimeout(() => controller.abort(new Error('Ctrl-C')), 10)
      await expect(readDump({ path, compression: 'none', sink, signal: controller.signal })).rejects.toThrow('Ctrl-C')
    }
  })
})

it.skipIf(hasZstd())('zstd is refused where Node has none', async () => {
  await withFile('anything', async (path) => {
    await expect(readDump({ path, compression: 'zstd' })).rejects.toMatchObject({ code: 'zstd-unavailable' })
  })
})
