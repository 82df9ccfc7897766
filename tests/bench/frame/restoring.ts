import type { Contender } from './alternate.ts'
import { checkpoint, copyDatabase, dropDatabase, dropKept, emptyDatabase } from './bench-database.ts'
import type { Workspace } from './workspace.ts'

/** What a restore replaces. */
const replaced = 'bench_replaced'
const empty = 'bench_empty'

export interface Backup {
  readonly id: string
  readonly path: string
}

export async function backUp(pgsafe: Workspace['pgsafe'], database: string, ...flags: string[]): Promise<Backup> {
  const { stdout } = await pgsafe(database, ['backup', '--auto', '--json', '--no-prune', ...flags])
  return (JSON.parse(stdout) as { backup: Backup }).backup
}

/** Over a database with the same contents, as after a mistake: it is kept for undo. Without ANALYZE, a step of its own. */
export function restoreWith({ pgsafe }: Workspace, name: string, backup: Backup, from: string): Contender {
  const flags = ['--id', backup.id, '--force-target', '--no-analyze', '--confirm', replaced, '--json']
  return {
    name,
    before: async () => {
      await copyDatabase(from, replaced)
      await checkpoint()
    },
    run: () => pgsafe(replaced, ['restore', ...flags]),
    after: async () => {
      await dropKept()
      await dropDatabase(replaced)
    },
  }
}

/** The same by hand, into a database that is there and empty. */
export function loadWith({ shell }: Workspace, name: string, line: string): Contender {
  return {
    name,
    before: () => emptyDatabase(empty),
    run: () => shell(empty, line),
    after: () => dropDatabase(empty),
  }
}
