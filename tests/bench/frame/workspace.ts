import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cleanEnvironment } from '../../support/clean-environment.ts'
import { connectionEnvironment } from '../../support/psql.ts'
import { pgsafeBin } from '../../support/run-pgsafe.ts'
import { urlOf } from '../../support/test-server.ts'
import { at } from './bench-database.ts'
import { pgsafeNode } from './options.ts'
import type { Probed } from './probe.mjs'
import { timed, type Timing } from './timed.ts'

export interface Workspace {
  readonly directory: string
  /** A path in it. */
  readonly file: (name: string) => string
  readonly remove: (name: string) => void
  /** The built program, as users start it. `node`: another Node.js than ours. */
  readonly pgsafe: (database: string, args: readonly string[], options?: PgsafeOptions) => Promise<Timing>
  /** `node -e 0`: what every program in JavaScript has to wait for. */
  readonly bareNode: (options?: Pick<PgsafeOptions, 'env'>) => Promise<Timing>
  /** The same with a probe inside, which says what the process itself knows. */
  readonly probed: (database: string, args: readonly string[]) => Promise<Timing & { readonly probe: Probed }>
  /** What people type instead: a line for sh, with the connection in PG* variables. */
  readonly shell: (database: string, line: string) => Promise<Timing>
}

export interface PgsafeOptions {
  readonly node?: string
  readonly nodeArgs?: readonly string[]
  /** undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Runs `work` in a folder of its own, with a store in `backups`; the folder goes afterwards. */
export async function withWorkspace(work: (workspace: Workspace) => Promise<void>): Promise<void> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'pgsafe-bench-')))
  try {
    await work(workspaceIn(directory))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function workspaceIn(directory: string): Workspace {
  const file = (name: string) => join(directory, name)
  const pgsafe: Workspace['pgsafe'] = (database, args, { node = pgsafeNode, nodeArgs = [], env = {} } = {}) =>
    timed({
      program: node,
      args: [...nodeArgs, pgsafeBin, ...args],
      cwd: directory,
      // What earlier rounds left must not be retired while a later one is timed: the parts drop it themselves.
      env: cleanEnvironment({ DATABASE_URL: urlOf(at(database)), PGSAFE_KEPT_DATABASES: '50', ...env }),
    })
  return {
    directory,
    file,
    remove: (name) => rmSync(file(name), { recursive: true, force: true }),
    pgsafe,
    bareNode: ({ env = {} } = {}) =>
      timed({ program: pgsafeNode, args: ['-e', '0'], cwd: directory, env: cleanEnvironment(env) }),
    probed: async (database, args) => {
      const nodeArgs = [`--import=${join(import.meta.dirname, 'probe.mjs')}`]
      const log = file('probe.json')
      const timing = await pgsafe(database, args, { nodeArgs, env: { PGSAFE_BENCH_PROBE: log } })
      return { ...timing, probe: JSON.parse(readFileSync(log, 'utf8')) as Probed }
    },
    shell: (database, line) =>
      timed({
        program: 'sh',
        args: ['-c', `set -e; ${line}`],
        cwd: directory,
        env: { ...cleanEnvironment(), ...connectionEnvironment(at(database)) },
      }),
  }
}
