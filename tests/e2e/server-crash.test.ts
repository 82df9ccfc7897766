import { describe, expect, it } from 'vitest'
import { createProjectOnOwnServer, type ProjectOnOwnServer } from '../support/own-server.ts'

/** Nothing but a commit itself brings the log to the disk for ten seconds. */
const lazy = {
  wal_writer_delay: '10s',
  wal_writer_flush_after: '1GB',
  bgwriter_lru_maxpages: '0',
  autovacuum: 'off',
  checkpoint_timeout: '1h',
}

/** Proves that the server is one that loses what was committed a moment ago. */
async function losesCommits(project: ProjectOnOwnServer): Promise<boolean> {
  await project.onServer('CHECKPOINT')
  await project.query('CREATE TABLE lost ()')
  await project.crash()
  return (await project.query("SELECT to_regclass('lost') IS NULL")) === 't'
}

const restore = ['restore', '--latest', '--yes', '--no-analyze']

describe('a server that crashes right after the end, with synchronous_commit=off', () => {
  it.each([
    ['by a swap', 'for the server', [], { synchronous_commit: 'off' }, 'SELECT 1'],
    [
      'in place',
      'for the role',
      ['--in-place'],
      { synchronous_commit: 'on' },
      'ALTER ROLE dev SET synchronous_commit = off',
    ],
  ])('has lost nothing of a restore %s, nor of its undo, when that is set %s', async (...how) => {
    const [, , flags, settings, prepare] = how
    const project = await createProjectOnOwnServer({ ...lazy, ...settings })
    await project.onServer(prepare)
    expect(await losesCommits(project)).toBe(true)
    const saved = await project.fingerprint()
    expect(await project.pgsafe(['backup', '--auto'])).toMatchObject({ exitCode: 0 })
    // With a table to drop a commit would go to the disk anyway.
    await project.query('DROP TABLE customers')
    await project.onServer('CHECKPOINT')
    const changed = await project.fingerprint()
    expect(await project.pgsafe([...restore, ...flags])).toMatchObject({ exitCode: 0 })
    await project.crash()
    expect(await project.fingerprint()).toEqual(saved)
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    await project.crash()
    expect(await project.fingerprint()).toEqual(changed)
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.fingerprint()).toEqual(saved)
  })
})
