import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertSucceeded } from '../../../src/postgres/assert-succeeded.ts'
import { toolError, type ToolStage } from '../../../src/postgres/tool-error.ts'
import { succeeded } from '../../support/fake-process.ts'

const described = 'me@db:5432/app'

function errorOf(stderr: string, stage: ToolStage = 'query') {
  return toolError('psql', { ...succeeded, exitCode: 1, stderr }, { described, stage })
}

const toServer = 'connection to server at "db" (10.0.0.1), port 5432 failed:'

describe.each([
  [
    'a closed port',
    `psql: error: ${toServer} Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n`,
    'connection-refused',
    `no server answers at ${described}: Connection refused`,
  ],
  [
    'a missing socket',
    'psql: error: connection to server on socket "/run/.s.PGSQL.5432" failed: No such file or directory\n\tIs the server running locally and accepting connections on that socket?\n',
    'connection-refused',
    `no server answers at ${described}: No such file or directory`,
  ],
  [
    'an unknown host',
    'psql: error: could not translate host name "db" to address: Name or service not known\n',
    'connection-failed',
    /host of .* is unknown: could not translate host name/,
  ],
  ['silence', `psql: error: ${toServer} timeout expired\n`, 'connection-failed', /cannot be reached: timeout expired$/],
  [
    'a wrong password',
    `psql: error: ${toServer} FATAL:  password authentication failed for user "me"\n`,
    'authentication-failed',
    /refused to log in.*: password authentication failed for user "me"$/,
  ],
  [
    'no password',
    `pg_dump: error: ${toServer} fe_sendauth: no password supplied\n`,
    'authentication-failed',
    /wants a password: fe_sendauth: no password supplied$/,
  ],
  [
    'pg_hba.conf',
    `psql: error: ${toServer} FATAL:  no pg_hba.conf entry for host "10.0.0.2", user "me", database "app", no encryption\n`,
    'authentication-failed',
    /does not accept .*no pg_hba\.conf entry/,
  ],
  [
    'a missing role',
    `psql: error: ${toServer} FATAL:  role "me" does not exist\n`,
    'authentication-failed',
    /user of .* does not exist: role "me" does not exist$/,
  ],
  [
    'a missing database',
    `psql: error: ${toServer} FATAL:  database "a\nb" does not exist\n`,
    'database-missing',
    /is not there: /,
  ],
  [
    'an old client',
    'pg_dump: error: aborting because of server version mismatch\npg_dump: detail: server version: 16.1; pg_dump version: 15.18\n',
    'client-too-old',
    /too old for .*: aborting because of server version mismatch$/,
  ],
  ['a newer archive', 'pg_restore: error: unsupported version (1.16) in file header\n', 'client-too-old', /too old/],
  [
    'a server that starts',
    `psql: error: ${toServer} FATAL:  the database system is starting up\n`,
    'connection-failed',
    /takes no connection at the moment/,
  ],
  [
    'no TLS',
    `psql: error: ${toServer} server does not support SSL, but SSL was required\n`,
    'connection-failed',
    /no TLS connection/,
  ],
])('%s', (_, stderr, code, message) => {
  it.each(['connect', 'query', 'dump', 'restore'] as const)('means the same in stage %s', (stage) => {
    const error = errorOf(stderr, stage)
    expect(error).toMatchObject({ code, exitCode: 3, hint: expect.stringMatching(/./) })
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain('\n')
  })
})

describe.each([
  [
    'a full disk',
    'pg_dump: error: could not write to output file: No space left on device\n',
    'disk-full',
    'backup-write-failed',
    'restore-failed',
  ],
  [
    'a missing right',
    'psql:<stdin>:2: ERROR:  42501: permission denied for table x\nLOCATION:  aclcheck_error, aclchk.c:3650\n',
    'insufficient-rights',
    'backup-failed',
    'restore-failed',
  ],
  [
    'row-level security',
    'pg_dump: error: query failed: ERROR:  query would be affected by row-level security policy for table "t"\npg_dump: detail: Query was: COPY t\n',
    'insufficient-rights',
    'backup-failed',
    'restore-failed',
  ],
  [
    'other sessions',
    'psql:<stdin>:2: ERROR:  55006: database "app" is being accessed by other users\nDETAIL:  There is 1 other session.\n',
    'database-busy',
    'backup-failed',
    'restore-failed',
  ],
  [
    'a lock',
    'ERROR:  55P03: canceling statement due to lock timeout\n',
    'database-busy',
    'backup-failed',
    'restore-failed',
  ],
  [
    'a right, in German',
    'psql:<stdin>:2: FEHLER:  42501: keine Berechtigung für Tabelle x\nORT:  aclcheck_error, aclchk.c:3650\n',
    'insufficient-rights',
    'backup-failed',
    'restore-failed',
  ],
  [
    'a lost connection',
    'server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally\n',
    'connection-failed',
    'backup-failed',
    'restore-failed',
  ],
  [
    'anything else',
    'psql:<stdin>:2: ERROR:  22012: division by zero\n',
    'unexpected',
    'backup-failed',
    'restore-failed',
  ],
])('%s', (_, stderr, query, dump, restore) => {
  it('counts for what the tool was doing', () => {
    expect(errorOf(stderr, 'query').code).toBe(query)
    expect(errorOf(stderr, 'dump').code).toBe(dump)
    expect(errorOf(stderr, 'restore').code).toBe(restore)
  })
})

describe('the message', () => {
  it.each([
    [
      'WARNING:  x\npsql:<stdin>:9: NOTICE:  00000: y\npsql:<stdin>:12: ERROR:  42P01: relation "x" does not exist\nLINE 1: SELECT\n        ^\nLOCATION:  f, a.c:1\n',
      'relation "x" does not exist',
    ],
    [
      'pg_restore: error: could not execute query: ERROR:  relation "egg" already exists\nCommand was: CREATE TABLE egg (\n    note text DEFAULT \'Connection refused\'\n);\n\n\n',
      'relation "egg" already exists',
    ],
    ['pg_dump: last built-in OID is 16383\npg_dump: error: something new\n', 'something new'],
    ['only this\n', 'only this'],
  ])('takes the line that decides', (stderr, line) => {
    expect(errorOf(stderr).message).toBe(`psql failed with exit code 1 (${described}): ${line}`)
  })

  it('does not take the words of a statement for the reason', () => {
    const stderr =
      'pg_restore: error: could not execute query: ERROR:  type "x" does not exist\nCommand was: COMMENT ON TABLE a IS \'No space left on device, Connection refused\';\n'
    expect(errorOf(stderr, 'restore').code).toBe('restore-failed')
  })

  it('steers no terminal', () => {
    expect(errorOf('psql: error: \u001b]0;owned\u0007\u001b[2J\n').message).not.toMatch(/[\u0000-\u001f]/)
  })

  it.each([
    `ERROR:  42601: syntax error at "host=h password=hunter22 user=x"\n`,
    `ERROR:  08001: could not connect to "postgres://u:hunter22@h/d"\n`,
    `pg_restore: error: could not execute query: ERROR:  x\nCommand was: CREATE USER MAPPING FOR u SERVER s OPTIONS (user 'u', password 'hunter22');\n`,
    `ERROR:  x\nSTATEMENT:  ALTER ROLE u PASSWORD 'hunter22'\n`,
    `ERROR:  x\nSTATEMENT:  CREATE SUBSCRIPTION s CONNECTION 'host=h password=''hunter22'''\n`,
  ])('and its cause hold no password: %j', (stderr) => {
    const error = errorOf(stderr)
    expect(error.message).not.toContain('hunter22')
    expect((error.cause as Error).message).not.toContain('hunter22')
  })

  it('copes with any stderr', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('psql: error: ', 'ERROR:  ', 'FATAL:  ', '\n', 'Command was: ', 'DETAIL:  ', '\u001b'),
    )
    fc.assert(
      fc.property(fc.array(line), (parts) => {
        const { message } = errorOf(parts.join(''))
        expect(message).not.toMatch(/[\u0000-\u001f\u007f]/)
      }),
    )
  })

  it.each([
    [{ spawnError: 'ENOENT', exitCode: undefined }, 'tools-missing', 'pg_dump could not be started (ENOENT)'],
    [
      { signal: 'SIGKILL' as const, exitCode: undefined },
      'backup-failed',
      `pg_dump was ended by SIGKILL (${described})`,
    ],
    [
      { timedOut: true, signal: 'SIGTERM' as const, exitCode: undefined },
      'backup-failed',
      `pg_dump was ended because it took too long (${described})`,
    ],
    [{ exitCode: 1 }, 'backup-failed', `pg_dump failed with exit code 1 (${described})`],
  ])('says how the tool ended: %o', (end, code, message) => {
    const error = toolError('pg_dump', { ...succeeded, ...end }, { described, stage: 'dump' })
    expect(error).toMatchObject({ code, message })
  })
})

describe('assertSucceeded', () => {
  const run = { tool: 'psql', stage: 'query', described } as const

  it('lets only a clean end pass', () => {
    expect(() => assertSucceeded(succeeded, run)).not.toThrow()
    for (const end of [
      { exitCode: 1 },
      { signal: 'SIGTERM' as const },
      { exitCode: undefined },
      { spawnError: 'EACCES' },
    ]) {
      expect(() => assertSucceeded({ ...succeeded, ...end }, run)).toThrow(/psql/)
    }
  })

  it("gives the abort's own reason", () => {
    const reason = new Error('interrupted')
    expect(() => assertSucceeded({ ...succeeded, exitCode: 2 }, { ...run, signal: AbortSignal.abort(reason) })).toThrow(
      reason,
    )
  })
})
