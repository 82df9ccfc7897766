import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, truncateSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasZstd } from '../../src/dump/zstd-support.ts'
import { backupFiles, createProject } from '../support/project.ts'
import { testServer } from '../support/test-server.ts'

describe.runIf(hasZstd())('--compress zstd', () => {
  it('makes a file that zstd reads, and that verifies and restores', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const { path, file } = await project.backup('--compress', 'zstd')
    expect(file).toMatch(/\.sql\.zst$/)
    expect(readFileSync(path).subarray(0, 4)).toEqual(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]))
    if (existsSync('/usr/bin/zstd')) execFileSync('zstd', ['-t', '-q', path])
    expect(await project.pgsafe(['verify'])).toMatchObject({ exitCode: 0 })
    await project.query('DROP TABLE orders CASCADE')
    expect(await project.pgsafe(['restore', '--latest', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('a file that lost its last byte is found', async () => {
    const project = await createProject()
    const { path, file } = await project.backup('--compress', 'zstd')
    truncateSync(path, readFileSync(path).length - 1)
    expect(await project.pgsafe(['verify', file])).toMatchObject({ exitCode: 7 })
    const foreign = project.write('foreign.sql.zst', readFileSync(path))
    const restore = await project.pgsafe(['restore', '--file', foreign, '--yes', '--trust'])
    expect(restore).toMatchObject({ exitCode: 7, stderr: expect.stringContaining('cut off') as string })
  })
})

describe.skipIf(hasZstd())('--compress zstd where Node has no zstd', () => {
  it('is refused before anything is touched, with what is needed', async () => {
    const project = await createProject()
    const backup = await project.pgsafe(['backup', '--auto', '--compress', 'zstd', '--json'])
    expect(backup.exitCode).toBe(3)
    expect(JSON.parse(backup.stdout)).toMatchObject({
      error: { code: 'zstd-unavailable', hint: expect.stringContaining('22.15') as string },
    })
    expect(existsSync(project.store) ? backupFiles(project) : []).toEqual([])
  })

  it("somebody else's .sql.zst is refused for the same reason", async () => {
    const project = await createProject()
    const foreign = project.write('foreign.sql.zst', Buffer.from('KLUv/QRIbQAAMGhlbGxvIAEAT1KVIryI8CI=', 'base64'))
    const restore = await project.pgsafe(['restore', '--file', foreign, '--yes', '--trust'])
    expect(restore).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('cannot read or write zstd') as string,
    })
  })
})

it('an archive is compressed with zstd by pg_dump, where that can', async () => {
  const project = await createProject()
  const backup = await project.pgsafe(['backup', '--auto', '--format', 'custom', '--compress', 'zstd'])
  if (testServer().major >= 16) expect(backup).toMatchObject({ exitCode: 0 })
  else
    expect(backup).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('PostgreSQL 16 or newer') as string })
})
