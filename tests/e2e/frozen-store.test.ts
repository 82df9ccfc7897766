import { readdirSync, readFileSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import * as zlib from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FrozenContents, frozenContents } from '../support/frozen-contents.ts'
import { shareProject } from '../support/project.ts'
import { existingTestDatabase, onServer, randomSuffix } from '../support/test-database.ts'
import { manifestOf } from '../support/stored-backup.ts'

const stores = join(import.meta.dirname, '../fixtures/frozen-store')
const versions = readdirSync(stores).filter((name) => name !== 'README.md')
const roles = ['frozen_owner', 'frozen reader']
const hasZstd = 'createZstdDecompress' in zlib
if (!hasZstd)
  process.stderr.write('NOT RESTORED: the frozen backups in zstd. This Node.js has none; they are refused.\n')

const frozenFiles = (version: string): string[] =>
  readdirSync(join(stores, version, 'store')).filter((name) => !name.startsWith('.') && !name.endsWith('.json'))

beforeAll(() => onServer(roles.map((role) => `CREATE ROLE "${role}";`).join('')))
afterAll(() => onServer(roles.map((role) => `DROP ROLE "${role}";`).join('')))

describe.each(versions)('a store that pgsafe %s wrote', (version) => {
  const contents = JSON.parse(readFileSync(join(stores, version, 'contents.json'), 'utf8')) as FrozenContents
  const project = shareProject(({ store }) => cp(join(stores, version, 'store'), store, { recursive: true }), {
    name: 'frozen shöp',
    fixture: 'empty',
    attributes: 'SUPERUSER',
  })

  it('is listed with everything that it says of its backups, and of what can be undone', async () => {
    const { stdout } = await project().pgsafe(['list', '--json'])
    const { backups } = JSON.parse(stdout) as { backups: readonly { readonly file: string }[] }
    expect(backups).toHaveLength(frozenFiles(version).length)
    for (const listed of backups) {
      const { file, id, createdAt, bytes, label, pinned, reason, verification } = manifestOf(
        join(project().store, listed.file),
      )
      expect(listed).toMatchObject({ file, id, createdAt, bytes, label, pinned, reason, verification, rows: 244 })
    }
    const undo = await project().pgsafe(['undo', '--list'])
    expect(undo).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/pgsafe_old_\w+ on the server/) })
  })

  it.each(frozenFiles(version))('brings back every object and row out of %s', async (file) => {
    const copy = existingTestDatabase(`frozen_${randomSuffix()}`)
    const verified = await project().pgsafe(['verify', file, '--json'])
    const restored = await project().pgsafe(['restore', file, '--to', copy.name, '--yes', '--json'])
    if (file.endsWith('.zst') && !hasZstd) {
      const refused = { stdout: expect.stringContaining('zstd-unavailable') as string }
      expect({ verified, restored }).toMatchObject({ verified: refused, restored: refused })
      return
    }
    expect({ verified, restored }).toMatchObject({ verified: { exitCode: 0 }, restored: { exitCode: 0 } })
    expect(JSON.parse(verified.stdout)).toMatchObject({ verified: { file, level: 1 } })
    expect(await frozenContents(copy.at)).toEqual(contents)
    await copy.drop()
  })
})
