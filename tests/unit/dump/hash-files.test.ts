import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hashDirectory, syncDirectoryTree } from '../../../src/dump/hash-files.ts'
import { inTemporaryDirectory } from './temporary-directory.ts'

const contents: Record<string, string> = {
  'toc.dat': 'PGDMP',
  '10.dat.gz': 'ten',
  '9.dat.gz': 'nine',
  'blobs_3.toc': '',
}

function fill(directory: string): void {
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(directory, name), content, { mode: 0o644 })
  chmodSync(directory, 0o755)
}

const modeOf = (path: string) => statSync(path).mode & 0o777
const failed = { code: 'verification-failed', message: expect.stringContaining('is not a regular file') }

describe('a directory dump', () => {
  it('is hashed file by file, in a fixed order', async () => {
    await inTemporaryDirectory(async (directory) => {
      fill(directory)
      const names = ['10.dat.gz', '9.dat.gz', 'blobs_3.toc', 'toc.dat']
      expect(await hashDirectory(directory)).toEqual(
        names.map((name) => {
          const content = contents[name] ?? ''
          return { name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }
        }),
      )
    })
  })

  it('becomes readable by its owner only', async () => {
    await inTemporaryDirectory(async (directory) => {
      fill(directory)
      await syncDirectoryTree(directory)
      expect(modeOf(directory)).toBe(0o700)
      const modes = Object.keys(contents).map((name) => modeOf(join(directory, name)))
      expect(modes).toEqual(modes.map(() => 0o600))
    })
  })

  it('that holds a link or a folder is not trusted', async () => {
    await inTemporaryDirectory(async (directory) => {
      fill(directory)
      symlinkSync('/etc/passwd', join(directory, '11.dat'))
      await expect(hashDirectory(directory)).rejects.toMatchObject(failed)
      await expect(syncDirectoryTree(directory)).rejects.toMatchObject(failed)
    })
    await inTemporaryDirectory(async (directory) => {
      fill(directory)
      mkdirSync(join(directory, 'sub'))
      await expect(hashDirectory(directory)).rejects.toMatchObject(failed)
    })
  })

  it('that is missing is an error', async () => {
    await expect(hashDirectory('/nowhere')).rejects.toMatchObject({ code: 'verification-failed' })
  })
})
