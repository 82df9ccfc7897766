import { execFileSync } from 'node:child_process'
import { arch, availableParallelism, platform, totalmem } from 'node:os'
import { onServer } from '../../support/test-database.ts'
import { testServer } from '../../support/test-server.ts'
import { zstdNode } from './options.ts'

/** In general words: what a reader needs to compare with his own. */
export interface Machine {
  readonly cores: number
  readonly memoryGigabytes: number
  readonly system: string
  readonly node: string
  /** The one that zstd was measured on; null: not measured. */
  readonly zstdNode: string | null
  readonly postgres: string
  /** Of the server, by name. */
  readonly settings: Readonly<Record<string, string>>
}

const settings = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'shared_buffers',
  'max_wal_size',
  'max_locks_per_transaction',
]

export async function describeMachine(): Promise<Machine> {
  return {
    cores: availableParallelism(),
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.versions.node,
    zstdNode:
      zstdNode === undefined ? null : execFileSync(zstdNode, ['--version'], { encoding: 'utf8' }).trim().slice(1),
    postgres: testServer().version,
    settings: Object.fromEntries(
      await Promise.all(settings.map(async (name) => [name, await onServer(`SHOW ${name}`)] as const)),
    ),
  }
}
