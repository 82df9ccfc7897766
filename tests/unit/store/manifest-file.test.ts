import { readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatManifest, manifestPath, readManifest, writeManifest } from '../../../src/store/manifest-file.ts'
import { sealManifest } from '../../../src/store/seal-manifest.ts'
import type { ManifestFields } from '../../../src/store/seal-manifest.ts'
import { withFault } from './crash-points.ts'
import { sampleManifest } from './sample-manifest.ts'
import { temporaryDirectory } from './temporary-store.ts'

async function write(fields: object, name = 'shop_2025-11-20T10-35-00.sql'): Promise<string> {
  const path = join(await temporaryDirectory(), manifestPath(name))
  await writeFile(path, formatManifest(sealManifest(fields as ManifestFields)))
  return path
}

describe('readManifest', () => {
  it('reads back what was sealed', async () => {
    const manifest = sealManifest(sampleManifest())
    expect(await readManifest(await write(sampleManifest()))).toEqual(manifest)
  })

  it('keeps fields that it does not know, at every depth, when the manifest is written again', async () => {
    const fields = { ...sampleManifest(), future: { deep: [1, null] } }
    const database = { ...fields.database, cluster: 'main' }
    const path = await write({ ...fields, database, tables: [{ schema: 'a', name: 'b', rows: 1, hash: 'x' }] })
    await writeManifest(path, { ...(await readManifest(path)), pinned: true })
    expect(await readManifest(path)).toMatchObject({
      pinned: true,
      future: { deep: [1, null] },
      database: { cluster: 'main' },
      tables: [{ hash: 'x' }],
    })
  })

  it('notices every edit of a value', async () => {
    const text = formatManifest(sealManifest(sampleManifest()))
    const edits = [
      [' 20000', ' 20001'],
      ['"app"', '"apq"'],
      ['"pinned": false', '"pinned": true'],
      ['"manual"', '"guard"'],
      ['"warnings": []', '"warnings": [], "extra": 1'],
      ['7345678901234567890', '7345678901234567891'],
    ] as const
    for (const [from, to] of edits) {
      const path = join(await temporaryDirectory(), 'shop_2025-11-20T10-35-00.sql.json')
      expect(text).toContain(from)
      await writeFile(path, text.replace(from, to))
      await expect(readManifest(path)).rejects.toMatchObject({
        code: 'verification-failed',
        exitCode: 7,
        message: expect.stringContaining('was changed after pgsafe wrote it'),
      })
    }
  })

  it('does not mind other white space or another order of keys', async () => {
    const path = await write(sampleManifest())
    const value = JSON.parse(await readFile(path, 'utf8')) as object
    await writeFile(path, JSON.stringify(Object.fromEntries(Object.entries(value).reverse())))
    expect(await readManifest(path)).toEqual(sealManifest(sampleManifest()))
  })

  it('refuses a newer major version in clear words, whatever else it holds', async () => {
    const path = await write({ version: 2, something: 'else' })
    await expect(readManifest(path)).rejects.toMatchObject({
      code: 'verification-failed',
      message: expect.stringContaining('is a manifest of version 2; this pgsafe reads 1'),
      hint: 'use the pgsafe that wrote it, or a newer one',
    })
  })

  it.each(['../../etc/passwd', 'a/b', '..', '.', '', 'a\\b', 'a\0b', 'a\u001b[31mb', 'x'.repeat(256)])(
    'refuses the file name %j',
    async (file) => {
      const path = await write(sampleManifest({ file }))
      await expect(readManifest(path, file)).rejects.toThrow(/file: expected a plain file name/)
      const inside = { files: [{ name: file, bytes: 1, sha256: 'b'.repeat(64) }], sha256: null }
      const directory = await write(sampleManifest({ format: 'directory', ...inside }))
      await expect(readManifest(directory)).rejects.toThrow(/files.0.name: expected a plain file name/)
    },
  )

  it('refuses the manifest of another file', async () => {
    const path = await write(sampleManifest(), 'copy.sql')
    await expect(readManifest(path)).rejects.toThrow(/is the manifest of another file, "shop_2025-11-20T10-35-00.sql"/)
  })

  it.each([
    ['an empty file', ''],
    ['half a document', '{"version": 1, "id": '],
    ['a list', '[]'],
    ['somebody else’s JSON', '{"name": "left-pad", "version": "1.3.0"}'],
    ['wrong types', formatManifest(sealManifest({ ...sampleManifest(), bytes: -1 }))],
    ['a bad id', formatManifest(sealManifest({ ...sampleManifest(), id: 'x; DROP' }))],
    ['a plain backup without a hash', formatManifest(sealManifest({ ...sampleManifest(), sha256: null }))],
  ])('refuses %s', async (_, text) => {
    const path = join(await temporaryDirectory(), 'shop_2025-11-20T10-35-00.sql.json')
    await writeFile(path, text)
    await expect(readManifest(path)).rejects.toMatchObject({ code: 'verification-failed' })
  })

  it('follows no symbolic link', async () => {
    const real = await write(sampleManifest())
    const link = join(await temporaryDirectory(), basename(real))
    await symlink(real, link)
    await expect(readManifest(link)).rejects.toMatchObject({ code: 'verification-failed' })
  })

  it.each([
    ['a number that no number can hold', '1e999'],
    ['values nested deeper than can be followed', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ])('calls one damaged that holds %s', async (_what, value) => {
    const path = await write(sampleManifest())
    await writeFile(path, (await readFile(path, 'utf8')).replace('"label": null', `"label": null, "added": ${value}`))
    await expect(readManifest(path)).rejects.toMatchObject({ code: 'verification-failed' })
  })

  it('throws nothing but verification-failed, whatever the file holds', async () => {
    const path = join(await temporaryDirectory(), 'shop_2025-11-20T10-35-00.sql.json')
    const original = formatManifest(sealManifest(sampleManifest()))
    const damaged = fc.tuple(fc.nat({ max: original.length - 1 }), fc.nat({ max: 40 }), fc.string({ maxLength: 5 }))
    const texts = fc.oneof(
      fc.string(),
      fc.json(),
      damaged.map(([at, length, text]) => original.slice(0, at) + text + original.slice(at + length)),
    )
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await writeFile(path, text)
        const outcome = await readManifest(path).catch((error: unknown) => error)
        const whole = sealManifest(sampleManifest())
        expect(outcome).toMatchObject(outcome instanceof Error ? { code: 'verification-failed' } : whole)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('writeManifest', () => {
  it('writes 0600 under umask 022 and leaves no temporary file', async () => {
    const before = process.umask(0o022)
    const path = await write(sampleManifest())
    const sealed = await writeManifest(path, sampleManifest({ label: 'before the merge' }))
    process.umask(before)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readManifest(path)).toEqual(sealed)
  })

  it('leaves the old manifest or the new one when the process dies at any change', async () => {
    const endings = new Set<boolean>()
    for (let at = 1; ; at += 1) {
      const path = await write(sampleManifest())
      const pinned = sampleManifest({ pinned: true })
      const { failed } = await withFault({ errno: 'crash', at }, () => writeManifest(path, pinned))
      if (failed === undefined) break
      endings.add((await readManifest(path)).pinned)
    }
    expect(endings).toEqual(new Set([false, true]))
  })
})
