import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupFiles, createProject, shareProject, type Project } from '../support/project.ts'
import { onServer } from '../support/test-database.ts'

/** A command that is a Node script: works the same everywhere. */
const node = (script: string, ...args: string[]) => ['--', process.execPath, '-e', script, '--', ...args]

const wipe = (project: Project) => ['--', 'psql', '-X', '-q', project.url, '-c', 'DROP SCHEMA public CASCADE']

const lastLine = (text: string) => text.trimEnd().split('\n').at(-1) ?? ''

interface GuardDocument {
  readonly guard: {
    readonly command: string[]
    readonly exitCode: number
    readonly signal: string | null
    readonly touched: string
    readonly changes: { schema: string; name: string; kind: string; before: number | null; after: number | null }[]
    readonly backup: { id: string; path: string }
    readonly restore: string
  }
}

describe('guard', () => {
  it('makes a verified compressed backup, runs the command, says what was lost and how to bring it back', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const { exitCode, stdout, stderr } = await project.pgsafe(['guard', '--yes', ...wipe(project)])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(stderr).toMatch(/public\.orders +1,000 rows +→ +dropped/)
    expect(stderr).toContain('Lost: 1,200 of 1,200 rows, in 2 of 2 tables.')
    expect(backupFiles(project)).toEqual([expect.stringMatching(/\.sql\.gz$/)])
    const line = /^ +pgsafe (restore --id \S+)$/m.exec(stderr)?.[1] ?? ''
    expect(await project.pgsafe([...line.split(' '), '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('gives the report as JSON in the last line of stderr, and into a file', async () => {
    const project = await createProject()
    const args = ['guard', '--yes', '--json', '--quiet', '--report', 'report.json', ...wipe(project)]
    const { exitCode, stdout, stderr } = await project.pgsafe(args)
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    const document = JSON.parse(lastLine(stderr)) as GuardDocument
    expect(document.guard).toMatchObject({ exitCode: 0, signal: null, touched: 'schema' })
    expect(document.guard.changes).toMatchObject([
      { schema: 'public', name: 'orders', kind: 'dropped', before: 1000, after: null, lost: 1000 },
      { schema: 'public', name: 'customers', kind: 'dropped', lost: 200 },
    ])
    expect(document.guard.command.join(' ')).not.toContain(project.at.password)
    const file = join(project.directory, 'report.json')
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(document)
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('shows the report also with --quiet, and nothing else of its own', async () => {
    const project = await createProject()
    const { stderr } = await project.pgsafe(['guard', '--yes', '--quiet', ...wipe(project)])
    expect(stderr).toContain('What happened')
    expect(stderr).not.toContain('DANGER ZONE')
    expect(stderr).not.toContain('Creating a verified backup')
  })

  it('reports also when the command fails, and its journal is closed', async () => {
    const project = await createProject()
    const script = ['--', 'sh', '-c', `psql -Xq "$DATABASE_URL" -c 'DELETE FROM orders'; exit 3`]
    const { exitCode, stderr } = await project.pgsafe(['guard', '--yes', ...script])
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(/public\.orders +1,000 rows +→ +0 rows +1,000 lost/)
    expect(stderr).toContain('pgsafe restore --id')
    expect(readdirSync(join(project.store, '.pgsafe/journal'))).toEqual([])
  })

  it('says so when the command did not touch the database that was backed up', async () => {
    const project = await createProject()
    const { stderr } = await project.pgsafe(['guard', '--yes', '--', 'true'])
    expect(stderr).toMatch(/Nothing was changed|No table was changed/)
  })
})

describe('the guarded command', () => {
  const shared = shareProject()

  it('gets its arguments byte for byte, stdin and stdout included', async () => {
    const args = ['', ' a  b ', '*', '$HOME', '`id`', '"q"', "it's", '--yes', '--', '-x', 'ü\u{1F40D}', 'a\nb', '\\']
    const script = 'process.stdin.pipe(process.stdout); console.log(JSON.stringify(process.argv.slice(1)))'
    const run = { input: 'from stdin' }
    const { exitCode, stdout } = await shared().pgsafe(['guard', '--yes', ...node(script, ...args)], run)
    expect(exitCode).toBe(0)
    expect(stdout).toBe(`${JSON.stringify(args)}\nfrom stdin`)
  })

  it.each([0, 1, 2, 42, 125, 255])('hands on the exit code %i', async (code) => {
    expect(await shared().pgsafe(['guard', '--yes', ...node(`process.exit(${code})`)])).toMatchObject({
      exitCode: code,
    })
  })

  it('hands on its death by a signal as 128 + n', async () => {
    const outcome = await shared().pgsafe(['guard', '--yes', ...node(`process.kill(process.pid, 'SIGKILL')`)])
    expect(outcome).toMatchObject({ exitCode: 137 })
  })

  it('is not found: 127; not executable: 126; both leave nothing to undo and no open journal', async () => {
    const project = await createProject()
    const missing = await project.pgsafe(['guard', '--yes', '--json', '--', 'no-such-command-anywhere'])
    expect(missing).toMatchObject({ exitCode: 127 })
    expect(JSON.parse(missing.stdout)).toMatchObject({ error: { code: 'command-not-found' } })
    const file = project.write('not-executable', 'echo hello\n')
    expect(await project.pgsafe(['guard', '--yes', '--', file])).toMatchObject({ exitCode: 126 })
    expect(readdirSync(join(project.store, '.pgsafe/journal'))).toEqual([])
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 4 })
  })

  it('gets DATABASE_URL of the database that was backed up, whatever its .env says, and PGAPPNAME', async () => {
    const project = await createProject()
    project.write('.env', 'DATABASE_URL=postgresql://elsewhere/other\n')
    const script = `require('fs').writeFileSync('seen', process.env.DATABASE_URL + ' ' + process.env.PGAPPNAME)`
    const env = { DATABASE_URL: undefined }
    const outcome = await project.pgsafe(['guard', '--yes', '--url', project.url, ...node(script)], { env })
    expect(outcome).toMatchObject({ exitCode: 0 })
    expect(readFileSync(join(project.directory, 'seen'), 'utf8')).toMatch(`${project.url} pgsafe-`)
  })

  it('runs while no connection of ours is open, so that it can drop the database', async () => {
    const project = await createProject()
    const others = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
    const seen = await project.pgsafe(['guard', '--yes', '--', 'psql', '-XAtq', project.url, '-c', others])
    expect(seen.stdout).toBe('0\n')
    const everywhere = `SELECT count(*) FROM pg_stat_activity WHERE usename = current_user AND pid <> pg_backend_pid()`
    const none = await project.pgsafe(['guard', '--yes', '--', 'psql', '-XAtq', project.url, '-c', everywhere])
    expect(none.stdout).toBe('0\n')
    const env = {
      PGHOST: project.at.host,
      PGPORT: String(project.at.port),
      PGUSER: project.at.user,
      PGPASSWORD: project.at.password,
    }
    const dropped = await project.pgsafe(['guard', '--yes', '--', 'dropdb', project.database.name], { env })
    expect(dropped).toMatchObject({ exitCode: 0 })
    expect(dropped.stderr).toContain('The database is gone.')
    const gone = await onServer(`SELECT count(*) FROM pg_database WHERE datname = '${project.database.name}'`)
    expect(gone).toBe('0')
  })

  it('may be another guard: of the same database it passes through, of another one it makes its own backup', async () => {
    const project = await createProject()
    const pgsafe = process.argv[1] === undefined ? '' : join(import.meta.dirname, '../../bin/pgsafe.js')
    const inner = [process.execPath, pgsafe, 'guard', '--yes', '--', process.execPath, '-e', 'process.exit(9)']
    expect(await project.pgsafe(['guard', '--yes', '--', ...inner])).toMatchObject({ exitCode: 9 })
    expect(backupFiles(project)).toHaveLength(1)
    const other = await createProject()
    const elsewhere = [process.execPath, pgsafe, 'guard', '--yes', '--url', other.url, '--', 'true']
    expect(await project.pgsafe(['guard', '--yes', '--', ...elsewhere])).toMatchObject({ exitCode: 0 })
    expect(backupFiles(project)).toHaveLength(3)
    const lie = await project.pgsafe(['guard', '--yes', '--', 'true'], { env: { PGSAFE_GUARDED: 'abcdefghij' } })
    expect(lie).toMatchObject({ exitCode: 0 })
    expect(backupFiles(project)).toHaveLength(4)
  })
})

describe('a signal while the guarded command runs', () => {
  /** Writes down each signal, takes its time, and ends as it likes. */
  const script = `
    const fs = require('fs')
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => { fs.appendFileSync('signals', signal + ' '); setTimeout(() => process.exit(7), Number(process.argv[1])) })
    fs.writeFileSync('started', '')
    setInterval(() => {}, 1000)`

  it.each([
    ['SIGTERM', 100],
    ['SIGINT', 100],
    ['SIGHUP', 100],
    ['SIGTERM', 7000],
  ] as const)('(%s) reaches it once, and it may take %i ms to end in its own way', async (signal, milliseconds) => {
    const project = await createProject()
    let kill: (() => boolean) | undefined
    const running = project.pgsafe(['guard', '--yes', ...node(script, String(milliseconds))], {
      onStart: (child) => {
        kill = () => child.kill(signal)
      },
    })
    await expect.poll(() => existsSync(join(project.directory, 'started')), { timeout: 60_000 }).toBe(true)
    kill?.()
    const { exitCode, stderr } = await running
    expect(exitCode).toBe(7)
    expect(readFileSync(join(project.directory, 'signals'), 'utf8')).toBe(`${signal} `)
    expect(stderr).toContain('pgsafe restore --id')
    expect(readdirSync(join(project.store, '.pgsafe/journal'))).toEqual([])
  })
})
