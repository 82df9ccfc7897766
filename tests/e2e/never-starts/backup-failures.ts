import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { holdTableLock } from '../../support/hold-lock.ts'
import type { Project } from '../../support/project.ts'
import { clientProgram } from '../../support/psql.ts'
import { replacedPrograms } from '../../support/replaced-programs.ts'
import type { Broken, Failure } from './failure.ts'

/** A pg_dump that does this instead; `$real` is the real one. */
const withPgDump =
  (script: string) =>
  async (project: Project): Promise<Broken> => ({
    run: { env: replacedPrograms(project.directory, { pg_dump: `touch happened; ${script}` }) },
    happened: 'happened',
  })

/** Flips one byte of the finished file at the moment when it is opened to be read back. */
const damageShim = `
  import fs from 'node:fs'
  import { syncBuiltinESMExports } from 'node:module'
  const { open } = fs.promises
  fs.promises.open = async (path, flags, ...rest) => {
    if (/[.]partial$/.test(String(path)) && flags === undefined) {
      const [file, byte] = [fs.openSync(path, 'r+'), Buffer.alloc(1)]
      const middle = fs.fstatSync(file).size >> 1
      fs.readSync(file, byte, 0, 1, middle)
      byte[0] ^= 255
      fs.writeSync(file, byte, 0, 1, middle)
      fs.closeSync(file)
      fs.writeFileSync('happened', '')
    }
    return open(path, flags, ...rest)
  }
  syncBuiltinESMExports()`

/** What goes wrong while the backup is made and verified. A full disk: disk-full.test.ts. */
export const backupFailures: readonly Failure[] = [
  {
    why: 'a table is locked, so that its rows cannot be counted',
    code: 'database-busy',
    prepare: async (project) => {
      await holdTableLock(project.at, 'orders')
      return { args: ['--yes', '--lock-wait-timeout', '1'] }
    },
  },
  {
    why: 'a table is locked when pg_dump comes to it',
    code: 'backup-failed',
    prepare: async (project) => {
      const lock = `'${clientProgram('psql')}' -qX -c 'BEGIN; LOCK TABLE orders; SELECT pg_sleep(8)' &`
      const broken = await withPgDump(`${lock} sleep 1; exec "$real" "$@"`)(project)
      return { ...broken, args: ['--yes', '--lock-wait-timeout', '1'] }
    },
  },
  {
    why: 'flaw 1: pg_dump fails half-way',
    code: 'backup-failed',
    prepare: withPgDump(`"$real" "$@" | head -c 3000; exit 1`),
  },
  {
    why: 'flaw 1: pg_dump is killed half-way',
    code: 'backup-failed',
    prepare: withPgDump(`"$real" "$@" | head -c 3000; kill -9 $$`),
  },
  {
    why: 'flaw 1: pg_dump stops half-way and says that all is well',
    code: 'backup-failed',
    prepare: withPgDump(`"$real" "$@" | head -c 3000; exit 0`),
  },
  { why: 'pg_dump writes nothing', code: 'backup-failed', prepare: withPgDump('exit 0') },
  {
    why: 'what pg_dump wrote would do harm when it is loaded',
    code: 'hostile-file',
    prepare: withPgDump(`"$real" "$@" | sed 's/^SET lock_timeout.*/&\\n\\\\! touch harm/'`),
  },
  {
    why: 'the backup is damaged on the disk before it is read back',
    code: 'verification-failed',
    prepare: async (project) => {
      const shim = project.write('damage.mjs', damageShim)
      return { run: { env: { NODE_OPTIONS: `--import=${shim}` } }, happened: 'happened' }
    },
  },
  ...(['SIGTERM', 'SIGHUP', 'SIGINT'] as const).map((signal): Failure => ({
    why: `${signal} comes while pg_dump runs`,
    code: signal === 'SIGINT' ? 'interrupted' : 'terminated',
    prepare: async (project) => {
      const broken = await withPgDump('exec sleep 300')(project)
      const onStart: NonNullable<Broken['run']>['onStart'] = (child) => {
        const waiting = setInterval(() => {
          if (!existsSync(join(project.directory, 'happened'))) return
          clearInterval(waiting)
          child.kill(signal)
        }, 50)
      }
      return { ...broken, run: { ...broken.run, onStart } }
    },
  })),
]
