import { writeFileSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readPieces } from '../../../src/dump/read-pieces.ts'
import { inTemporaryDirectory } from './temporary-directory.ts'

async function withFile(contents: Buffer, work: (handle: FileHandle) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (directory) => {
    const path = join(directory, 'file')
    writeFileSync(path, contents)
    const handle = await open(path)
    try {
      await work(handle)
    } finally {
      await handle.close()
    }
  })
}

const pieceBytes = 1000

it.each([0, 1, 999, 1000, 1001, 2000, 5432])(
  'all %i bytes come, in order, in the same memory again',
  async (fileBytes) => {
    const contents = Buffer.from(Array.from({ length: fileBytes }, (_, index) => (index * 7) % 251))
    await withFile(contents, async (handle) => {
      const seen: Buffer[] = []
      const memory = new Set<number>()
      for await (const piece of readPieces(handle, { pieceBytes, fileBytes })) {
        memory.add(piece.byteOffset)
        seen.push(Buffer.from(piece))
      }
      expect(Buffer.concat(seen).equals(contents)).toBe(true)
      expect(memory.size).toBeLessThanOrEqual(2)
    })
  },
)

it('a file that grows meanwhile is read to its new end', async () => {
  await withFile(Buffer.alloc(1500, 1), async (handle) => {
    let bytes = 0
    for await (const piece of readPieces(handle, { pieceBytes, fileBytes: 1000 })) bytes += piece.length
    expect(bytes).toBe(1500)
  })
})

it('the piece behind the one that is worked on has been asked for, and its failure is told in its turn', async () => {
  let reads = 0
  const handle = {
    read: (buffer: Buffer) => {
      reads += 1
      if (reads === 2) return Promise.reject(new Error('EIO'))
      return Promise.resolve({ buffer, bytesRead: pieceBytes })
    },
  } as unknown as FileHandle
  const pieces = readPieces(handle, { pieceBytes, fileBytes: 5000 })
  expect((await pieces.next()).value).toHaveLength(pieceBytes)
  expect(reads).toBe(2)
  // Long enough for a failure that nobody has taken to end the process.
  await new Promise((resolve) => setTimeout(resolve, 20))
  await expect(pieces.next()).rejects.toThrow('EIO')
})
