import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { quoteIdentifier, sqlLiteral } from '../../src/domain/sql-text.ts'
import { fakeTools } from '../support/fake-tools.ts'
import { createProject, type Project } from '../support/project.ts'
import type { PgsafeOutcome } from '../support/run-pgsafe.ts'
import { sampleCommandLines } from '../support/sample-command-lines.ts'
import { treeOf } from '../support/stored-backup.ts'
import { onServer } from '../support/test-database.ts'
import { urlOf } from '../support/test-server.ts'

/** A password that every careless way of handling it would change or show. */
const canary = `C@nary:9f/3%41e\\7'c`
const spellings = [
  canary,
  encodeURIComponent(canary),
  encodeURIComponent(canary).toLowerCase(),
  'nary:9f',
  'nary%3A9f',
  '9f/3',
  '3%41e',
  '9f%2F3',
]

function expectNoSecret(where: string, text: string): void {
  for (const spelling of spellings) expect(text.includes(spelling), `${where} shows ${spelling}:\n${text}`).toBe(false)
}

async function canaryProject(): Promise<{ project: Project; env: { DATABASE_URL: string } }> {
  const project = await createProject()
  await onServer(`ALTER ROLE ${quoteIdentifier(project.role.name)} PASSWORD ${sqlLiteral(canary)}`)
  return { project, env: { DATABASE_URL: urlOf({ ...project.at, password: canary }) } }
}

function expectCleanFolder(directory: string): void {
  for (const name of treeOf(directory)) {
    const path = join(directory, name)
    if (statSync(path).isFile()) expectNoSecret(path, readFileSync(path, 'latin1'))
  }
}

const linux = process.platform === 'linux'
if (!linux) process.stderr.write('NOT TESTED: command lines of other processes; they are sampled on Linux only.\n')

describe('a password', () => {
  it('shows in no output, file or command line while everything works', async () => {
    const { project, env } = await canaryProject()
    const sampler = linux ? sampleCommandLines() : undefined
    const commands = [
      ['backup', '--auto', '--verbose', '--compress', '--label', 'first'],
      ['backup', '--auto', '--format', 'custom', '--json'],
      ['backup', '--auto', '--format', 'directory', '--jobs', '2'],
      ['list', '--json'],
      ['verify', '--verbose'],
      ['doctor'],
      ['doctor', '--json'],
      ['guard', '--yes', '--', 'true'],
      ['restore', '--latest', '--yes', '--verbose'],
      ['undo', '--yes', '--verbose'],
      ['prune', '--yes'],
    ]
    for (const args of commands) {
      const { exitCode, stdout, stderr } = await project.pgsafe(args, { env })
      expect({ args, exitCode, stderr }).toMatchObject({ exitCode: 0 })
      expectNoSecret(args.join(' '), stdout + stderr)
    }
    sampler?.stop()
    expectCleanFolder(project.directory)
    const lines = [...(sampler?.seen ?? [])]
    if (linux) expect(lines.some((line) => /pg_dump.*dbname=/.test(line))).toBe(true)
    for (const line of lines) expectNoSecret('a command line', line)
  })

  it.each<[string, (url: string) => { env: Record<string, string>; flags?: string[] }, number]>([
    [
      'is wrong',
      (url) => ({ env: { DATABASE_URL: url.replace(/(\/\/[^:]*:)[^@]*/, `$1${encodeURIComponent(canary)}x`) } }),
      3,
    ],
    ['belongs to a missing database', (url) => ({ env: { DATABASE_URL: `${url}_gone` } }), 3],
    ['belongs to a server that is down', (url) => ({ env: { DATABASE_URL: url.replace(/:\d+\//, ':1/') } }), 3],
    [
      'is not percent-encoded',
      (url) => ({ env: { DATABASE_URL: url.replace(encodeURIComponent(canary), canary) } }),
      2,
    ],
    [
      'stands in PGPASSWORD',
      (url) => ({ env: { DATABASE_URL: url.replace(/:[^:@]*@/, '@').replace(/:\d+\//, ':1/'), PGPASSWORD: canary } }),
      3,
    ],
    ['stands in --url', (url) => ({ env: {}, flags: ['--url', `${url}_gone`] }), 3],
    ['stands behind a wrong scheme', (url) => ({ env: { DATABASE_URL: url.replace('postgresql:', 'mysql:') } }), 2],
  ])('that %s shows in no error, with --verbose and --json neither, and in no log', async (_what, make, exitCode) => {
    const { project, env } = await canaryProject()
    const given = make(env.DATABASE_URL)
    for (const more of [[], ['--verbose'], ['--json', '--verbose']]) {
      const args = ['backup', '--auto', ...(given.flags ?? []), ...more]
      const outcome: PgsafeOutcome = await project.pgsafe(args, { env: given.env })
      expect({ ...outcome, stdout: '' }).toMatchObject({ exitCode })
      expectNoSecret(args.join(' '), outcome.stdout + outcome.stderr)
    }
    expectCleanFolder(project.directory)
  })

  it('shows nowhere, even when pg_dump itself prints its passfile and the URL before it fails', async () => {
    const { project, env } = await canaryProject()
    const tools = fakeTools(
      `touch "$happened"; cat "$PGPASSFILE" >&2; echo 'pg_dump: error: ${env.DATABASE_URL.replaceAll("'", '%27')}' >&2; exit 1`,
    )
    for (const more of [[], ['--verbose', '--json']]) {
      const args = ['backup', '--auto', ...more]
      const { exitCode, stdout, stderr } = await project.pgsafe(args, {
        env: { ...env, PGSAFE_PG_BIN: tools.directory },
      })
      expect({ exitCode, happened: existsSync(tools.happened) }).toEqual({ exitCode: 5, happened: true })
      expectNoSecret('pgsafe', stdout + stderr)
    }
    expect(readdirSync(join(project.store, '.pgsafe/logs'))).toHaveLength(2)
    expectCleanFolder(project.directory)
  })

  it('lies in a file only while a program of PostgreSQL needs it, readable by its owner', async () => {
    const { project, env } = await canaryProject()
    const tools = fakeTools(`stat -c '%a %n' "$PGPASSFILE" > "$happened"; exec "$real" "$@"`)
    const { exitCode } = await project.pgsafe(['backup', '--auto'], { env: { ...env, PGSAFE_PG_BIN: tools.directory } })
    expect(exitCode).toBe(0)
    const [mode, path = ''] = readFileSync(tools.happened, 'utf8').trim().split(' ')
    expect(mode).toBe('600')
    expect(existsSync(path)).toBe(false)
  })
})
