import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import * as fc from 'fast-check'
import { ZstdFrame } from '../../../src/dump/zstd-frame.ts'
import { readContentSize } from '../../../src/dump/zstd-header.ts'

/** Made with the zstd program, level 1, with its checksum: "hello " a hundred times. */
const hello = Buffer.from('KLUv/QRIbQAAMGhlbGxvIAEAT1KVIryI8CI=', 'base64')
/** Without a checksum and content size, as a pipe gets it with --no-check. */
const empty = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58, 0x01, 0x00, 0x00])
const skippable = Buffer.from([0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3])

describe('following a zstd frame', () => {
  it.each([
    ['with a checksum', hello],
    ['without', empty],
    ['that programs may skip', skippable],
  ])('finds the end of one %s, in pieces of any size', (_name, frame) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: frame.length }), (size) => {
        const followed = new ZstdFrame()
        const file = Buffer.concat([frame, frame])
        let at = 0
        while (!followed.complete) at += followed.advance(file.subarray(at, at + size))
        expect(at).toBe(frame.length)
      }),
    )
  })

  it('is not complete before its last byte', () => {
    for (let length = 0; length < hello.length; length += 1) {
      const frame = new ZstdFrame()
      expect(frame.advance(hello.subarray(0, length))).toBe(length)
      expect(frame.complete).toBe(false)
    }
  })

  it('refuses what is no zstd', () => {
    expect(() => new ZstdFrame().advance(Buffer.from('-- PostgreSQL database dump'))).toThrow('no zstd frame')
  })

  it('reads how much a frame holds, in every width', () => {
    for (const start of [hello, empty, skippable, Buffer.from('--')]) expect(readContentSize(start)).toBeUndefined()
    const magic = [0x28, 0xb5, 0x2f, 0xfd]
    const single = 0b100000
    expect(readContentSize(Buffer.from([...magic, single, 7]))).toBe(7)
    expect(readContentSize(Buffer.from([...magic, 0b01000001, 0, 9, 1, 1]))).toBe(0x0101 + 256)
    expect(readContentSize(Buffer.from([...magic, 0b10000000 | single, 1, 0, 0, 1]))).toBe(0x01000001)
    expect(readContentSize(Buffer.from([...magic, 0b11000011, 0, 9, 9, 9, 9, 5, 0, 0, 0, 1, 0, 0, 0]))).toBe(
      2 ** 32 + 5,
    )
  })

  it('agrees with the zstd program on frames of all kinds', ({ skip }) => {
    if (!hasProgram('zstd')) skip('zstd is not installed')
    for (const options of [['-1'], ['-19'], ['--no-check'], ['--long=27'], ['--no-content-size', '-c']]) {
      for (const content of ['', 'x', 'abc '.repeat(200_000), 'x'.repeat(300_000)]) {
        const file = execFileSync('zstd', ['-q', '-c', ...options], { input: content })
        const frame = new ZstdFrame()
        expect(frame.advance(Buffer.concat([file, Buffer.from('more')]))).toBe(file.length)
        expect(frame.complete).toBe(true)
        // From a pipe the program often does not know.
        expect([undefined, Buffer.byteLength(content)]).toContain(readContentSize(file))
      }
    }
  })
})

function hasProgram(name: string): boolean {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' })
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
