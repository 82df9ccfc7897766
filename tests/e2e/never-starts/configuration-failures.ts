import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { clientProgram } from '../../support/psql.ts'
import type { Failure } from './failure.ts'

/** What is wrong with this machine and this project. */
export const configurationFailures: readonly Failure[] = [
  {
    why: 'no database is named',
    code: 'no-database-url',
    prepare: async () => ({ run: { env: { DATABASE_URL: undefined } } }),
  },
  {
    why: 'the URL is ambiguous',
    code: 'invalid-url',
    prepare: async () => ({ run: { env: { DATABASE_URL: 'postgresql://u:p@ss@h/x' } } }),
  },
  {
    why: 'the configuration has a key that does not exist',
    code: 'invalid-config',
    prepare: async (project) => {
      project.write('.pgsaferc', '{"retention": {"dayz": 3}}')
      return {}
    },
  },
  {
    why: 'a setting is none of the possible ones',
    code: 'invalid-config',
    prepare: async (project) => {
      project.write('.pgsaferc', '{"format": "tarball"}')
      return {}
    },
  },
  {
    why: 'a variable holds no number of days',
    code: 'invalid-setting',
    prepare: async () => ({ run: { env: { BACKUP_RETENTION_DAYS: 'many' } } }),
  },
  {
    why: 'the folder cannot be created',
    code: 'store-unwritable',
    prepare: async (project) => {
      project.write('file', '')
      return { args: ['--yes', '--dir', 'file/backups'] }
    },
  },
  {
    why: 'the folder is a link',
    code: 'store-unwritable',
    prepare: async (project) => {
      mkdirSync(join(project.directory, 'real'))
      symlinkSync(join(project.directory, 'real'), project.store)
      return {}
    },
  },
  {
    why: "PostgreSQL's programs are missing",
    code: 'tools-missing',
    prepare: async (project) => ({ run: { env: { PGSAFE_PG_BIN: project.directory, PATH: project.directory } } }),
  },
  {
    why: "PostgreSQL's programs are older than the server",
    code: 'client-too-old',
    prepare: async (project) => {
      const bin = join(project.directory, 'old')
      mkdirSync(bin)
      for (const name of ['psql', 'pg_dump', 'pg_restore'] as const) {
        // Of an old release, but able to ask the server for its version.
        const script = `#!/bin/sh\ncase "$*" in *--version*) echo '${name} (PostgreSQL) 9.6.24';; *) exec REAL "$@";; esac\n`
        writeFileSync(join(bin, name), script.replace('REAL', clientProgram(name)), { mode: 0o755 })
      }
      return { run: { env: { PGSAFE_PG_BIN: bin } } }
    },
  },
]
