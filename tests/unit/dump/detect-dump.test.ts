import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { detectDump } from '../../../src/dump/detect-dump.ts'
import { fixture } from './scan.ts'
import { inTemporaryDirectory } from './temporary-directory.ts'

const tar = Buffer.alloc(1024)
tar.write('toc.dat', 0)
tar.write('ustar', 257)
const custom = Buffer.from('PGDMP\x01\x0e\x00\x04\x08')
const plain = fixture('odd-names.sql')
/** Hardly compressible, so that the sample ends within the gzip stream. */
const large = Buffer.from(
  Array.from({ length: 200_000 }, (_, index) => `${(index * 2654435761) % 4294967296}\n`).join(''),
)
const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0])

it.each([
  ['plain SQL', plain, 'plain', 'none'],
  ['compressed SQL', gzipSync(plain), 'plain', 'gzip'],
  ['compressed SQL longer than the sample', gzipSync(large), 'plain', 'gzip'],
  ['a cut gzip file', gzipSync(plain).subarray(0, 500), 'plain', 'gzip'],
  ['a custom archive', custom, 'custom', 'none'],
  ['a compressed custom archive', gzipSync(custom), 'custom', 'gzip'],
  ['a tar archive', tar, 'tar', 'none'],
  ['zstd', zstd, 'plain', 'zstd'],
  ['nothing', Buffer.alloc(0), 'empty', 'none'],
  ['compressed nothing', gzipSync(''), 'empty', 'gzip'],
])('%s is recognised by content', async (_, content, format, compression) => {
  await inTemporaryDirectory(async (directory) => {
    const path = join(directory, 'misleading.dump')
    writeFileSync(path, content)
    expect(await detectDump(path)).toEqual({ format, compression })
  })
})

it.each([
  ['UTF-16, as PowerShell writes it', Buffer.from('\uFEFFSELECT 1;', 'utf16le'), /PowerShell/],
  ['a UTF-8 byte order mark', Buffer.from('\uFEFFSELECT 1;'), /byte order mark/],
  ['binary data', Buffer.from([1, 2, 0, 3]), /neither text/],
  ['broken gzip data', Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255]), /damaged/],
])('%s is unknown, with a note that explains it', async (_, content, note) => {
  await inTemporaryDirectory(async (directory) => {
    const path = join(directory, 'a.sql')
    writeFileSync(path, content)
    const detected = await detectDump(path)
    expect(detected.format).toBe('unknown')
    expect(detected.note).toMatch(note)
  })
})

it('a directory is a dump when it has a toc.dat', async () => {
  await inTemporaryDirectory(async (directory) => {
    mkdirSync(join(directory, 'dump.dir'))
    const empty = await detectDump(join(directory, 'dump.dir'))
    expect(empty).toMatchObject({ format: 'unknown', note: expect.stringContaining('toc.dat') })
    writeFileSync(join(directory, 'dump.dir/toc.dat'), custom)
    expect(await detectDump(join(directory, 'dump.dir'))).toEqual({ format: 'directory', compression: 'none' })
  })
})

it('a missing file is an error', async () => {
  await expect(detectDump('/nowhere/a.sql')).rejects.toMatchObject({ code: 'verification-failed' })
})
