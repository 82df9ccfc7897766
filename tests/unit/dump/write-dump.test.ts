import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gunzipSync } from 'node:zlib'
import { afterEach, describe, expect, it } from 'vitest'
import { DumpScanner } from '../../../src/dump/dump-scanner.ts'
import { writeDump } from '../../../src/dump/write-dump.ts'
import { hasZstd } from '../../../src/dump/zstd-support.ts'
import { dump } from './scan.ts'
import { inTemporaryDirectory } from './temporary-directory.ts'

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const modeOf = (path: string) => statSync(path).mode & 0o777

describe('a dump on disk', () => {
  const usual = process.umask()
  afterEach(() => process.umask(usual))

  it.each([0o000, 0o022, 0o077, 0o277])('is readable by its owner only, under umask %o', async (umask) => {
    await inTemporaryDirectory(async (directory) => {
      process.umask(umask)
      const path = join(directory, 'a.sql')
      await writeDump({ source: Readable.from([Buffer.from('SELECT 1;\n')]), path, compression: 'none' })
      expect(modeOf(path)).toBe(0o600)
    })
  })

  it('is what came in, with its size and hash', async () => {
    await inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'a.sql')
      const chunks = Array.from({ length: 100 }, () => randomBytes(10_000))
      const seen: number[] = []
      const written = await writeDump({
        source: Readable.from(chunks.map((chunk) => Buffer.from(chunk))),
        path,
        compression: 'none',
        onBytes: (bytes) => seen.push(bytes),
      })
      const content = Buffer.concat(chunks)
      expect(readFileSync(path).equals(content)).toBe(true)
      expect(written).toEqual({ bytes: 1_000_000, rawBytes: 1_000_000, sha256: sha256(content) })
      expect(seen.at(-1)).toBe(1_000_000)
      expect(seen).toHaveLength(100)
    })
  })

  it('compressed, unpacks with gunzip to what came in', async () => {
    await inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'a.sql.gz')
      const content = Buffer.from(Array.from({ length: 300_000 }, (_, row) => `${row}\tname ${row % 97}\n`).join(''))
      const written = await writeDump({ source: Readable.from([Buffer.from(content)]), path, compression: 'gzip' })
      const onDisk = readFileSync(path)
      expect(execFileSync('gunzip', ['-c', path], { maxBuffer: 1e9 }).equals(content)).toBe(true)
      expect(written).toEqual({ bytes: onDisk.length, rawBytes: content.length, sha256: sha256(onDisk) })
    })
  })

  it('of nothing is still a gzip file', async () => {
    await inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'a.sql.gz')
      await writeDump({ source: Readable.from([]), path, compression: 'gzip' })
      expect(gunzipSync(readFileSync(path))).toHaveLength(0)
    })
  })

  it('lacks what the scanner leaves out', async () => {
    await inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'a.sql')
      const scanner = new DumpScanner({ rewrite: { transactionTimeout: true } })
      const input = dump('SET transaction_timeout = 0;\nSELECT 1;')
      const written = await writeDump({
        source: Readable.from([Buffer.from(input)]),
        path,
        compression: 'none',
        scanner,
      })
      expect(readFileSync(path, 'utf8')).toBe(dump('SELECT 1;'))
      expect(written.rawBytes - written.bytes).toBe('SET transaction_timeout = 0;\n'.length)
      expect(scanner.finish()).toMatchObject({ complete: true, rewritten: ['SET transaction_timeout = 0'] })
    })
  })
})

function failingSource(): Readable {
  return new Readable({
    read() {
      this.push(Buffer.from('half'))
      this.destroy(new Error('pg_dump went away'))
    },
  })
}

describe('writing a dump', () => {
  const source = () => Readable.from([Buffer.from('new')])

  it('never overwrites', async () => {
    await inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'a.sql')
      writeFileSync(path, 'old')
      await expect(writeDump({ source: source(), path, compression: 'none' })).rejects.toMatchObject({
        code: 'backup-write-failed',
        message: expect.stringContaining('exists already'),
      })
      expect(readFileSync(path, 'utf8')).toBe('old')
    })
  })

  it.each(['target', 'missing'])('never follows a link to a %s file', async (name) => {
    await inTemporaryDirectory(async (directory) => {
      writeFileSync(join(directory, 'target'), 'old')
      const path = join(directory, 'a.sql')
      symlinkSync(join(directory, name), path)
      await expect(writeDump({ source: source(), path, compression: 'none' })).rejects.toMatchObject({
        code: 'backup-write-failed',
      })
      expect(readFileSync(join(directory, 'target'), 'utf8')).toBe('old')
      expect(existsSync(join(directory, 'missing'))).toBe(false)
    })
  })

  it.each([
    ['a missing directory', 'no/a.sql', 'directory does not exist'],
    ['a file for a directory', 'file/a.sql', 'directory is a file'],
    ['a name that is too long', `${'x'.repeat(300)}.sql`, 'too long'],
  ])('into %s says so', async (_, name, message) => {
    await inTemporaryDirectory(async (directory) => {
      writeFileSync(join(directory, 'file'), '')
      await expect(
        writeDump({ source: source(), path: join(directory, name), compression: 'none' }),
      ).rejects.toMatchObject({
        code: 'backup-write-failed',
        message: expect.stringContaining(message),
        hint: expect.any(String),
      })
    })
  })

  it('that fails at its source throws that error and leaves no file', async () => {
    await inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'a.sql')
      for (const compression of ['none', 'gzip'] as const) {
        await expect(writeDump({ source: failingSource(), path, compression })).rejects.toThrow('pg_dump went away')
        expect(existsSync(path)).toBe(false)
      }
    })
  })

  it('ends at once when aborted, with the reason, though the source is silent', async () => {
    await inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'a.sql')
      const controller = new AbortController()
      const silent = new Readable({ read: () => undefined })
      const writing = writeDump({ source: silent, path, compression: 'gzip', signal: controller.signal })
      setTimeout(() => controller.abort(new Error('Ctrl-C')), 20)
      await expect(writing).rejects.toThrow('Ctrl-C')
      expect(existsSync(path)).toBe(false)
      expect(silent.destroyed).toBe(true)
    })
  })

  it('holds the source back while the disk is busy', async () => {
    await inTemporaryDirectory(async (directory) => {
      const chunkBytes = 64 * 1024
      let produced = 0
      let written = 0
      let ahead = 0
      const source = new Readable({
        highWaterMark: chunkBytes,
        read() {
          produced += 1
          ahead = Math.max(ahead, produced - written)
          this.push(produced > 500 ? null : Buffer.alloc(chunkBytes))
        },
      })
      await writeDump({
        source,
        path: join(directory, 'a'),
        compression: 'gzip',
        onBytes: (bytes) => (written = bytes / chunkBytes),
      })
      expect(written).toBe(500)
      expect(ahead).toBeLessThan(20)
    })
  })

  it.skipIf(hasZstd())('with zstd is refused where Node has none', async () => {
    await inTemporaryDirectory(async (directory) => {
      const path = join(directory, 'a')
      await expect(writeDump({ source: source(), path, compression: 'zstd' })).rejects.toMatchObject({
        code: 'zstd-unavailable',
      })
      expect(existsSync(path)).toBe(false)
    })
  })
})

const fullDisk = '/dev/full'

it.runIf(process.getuid?.() === 0 && process.platform === 'linux' && existsSync(fullDisk))(
  'on a full disk says so, and nothing is left (needs root for a small tmpfs)',
  async () => {
    await inTemporaryDirectory(async (directory) => {
      const small = join(directory, 'small')
      mkdirSync(small)
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', small])
      try {
        const path = join(small, 'a.sql')
        const source = Readable.from([randomBytes(200_000)])
        await expect(writeDump({ source, path, compression: 'none' })).rejects.toMatchObject({
          code: 'backup-write-failed',
          message: expect.stringContaining('the disk is full'),
          hint: expect.stringContaining('--dir'),
        })
        expect(existsSync(path)).toBe(false)
      } finally {
        execFileSync('umount', [small])
      }
    })
  },
)
