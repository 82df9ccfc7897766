import { cpSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createProject, shareProject, type Project } from '../support/project.ts'
import { runPgDump } from '../support/psql.ts'
import { changeManifest, manifestOf } from '../support/stored-backup.ts'
import { wholeBackup } from '../support/whole-backup.ts'

/** Verifies a file and expects the error with that code, its hint included. */
async function expectBad(project: Project, ref: string, code = 'verification-failed'): Promise<string> {
  const { exitCode, stdout } = await project.pgsafe(['verify', ref, '--json'])
  const { error } = JSON.parse(stdout) as { error: { code: string; message: string; hint: string | null } }
  expect({ exitCode, code: error.code }).toEqual({ exitCode: 7, code })
  expect(error.hint).toMatch(/\w/)
  return error.message
}

/** Changes bytes in the middle without changing the length. */
function flip(path: string, at = 0.5): void {
  const bytes = readFileSync(path)
  const index = Math.floor(bytes.length * at)
  bytes[index] = (bytes[index] ?? 0) ^ 1
  writeFileSync(path, bytes)
}

/** The file itself, or the largest of a directory. */
function mainFile(path: string): string {
  if (!path.endsWith('.dir')) return path
  const names = readdirSync(path).filter((name) => name.endsWith('.gz'))
  const sized = names.map((name) => ({ name, bytes: readFileSync(join(path, name)).length }))
  return join(path, sized.sort((a, b) => b.bytes - a.bytes)[0]?.name ?? '')
}

describe.each([[[]], [['--compress']], [['--format', 'custom']], [['--format', 'directory']]])(
  'verify of %j',
  (flags) => {
    const project = shareProject()
    const make = wholeBackup(project, flags)

    it('reads a whole backup to its end and never connects', async () => {
      const { id, path } = await make()
      const { exitCode, stderr } = await project().pgsafe(['verify', id], {
        env: { DATABASE_URL: 'postgresql://u@127.0.0.1:1/x' },
      })
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
      expect(stderr).toContain('✅ The backup is whole.')
      expect(stderr).toContain(`File: ${path}`)
      expect(stderr).toMatch(/Size: [\d.]+ KB\n +Data: 1,200 rows in 2 tables/)
    })

    it.each([0.02, 0.3, 0.6, 0.98])('notices one changed bit (at %d of the file)', async (at) => {
      const { id, path } = await make()
      flip(mainFile(path), at)
      expect(await expectBad(project(), id)).toMatch(/SHA-256|decode|damaged/)
    })

    it('notices a truncated file, an empty one, and a missing one', async () => {
      const { file, path } = await make()
      const bytes = readFileSync(mainFile(path))
      truncateSync(mainFile(path), bytes.length - 1)
      await expectBad(project(), file)
      truncateSync(mainFile(path), 0)
      await expectBad(project(), file)
      rmSync(mainFile(path))
      await expectBad(project(), file)
    })

    it('notices bytes at the end that nobody wrote', async () => {
      const { file, path } = await make()
      writeFileSync(mainFile(path), Buffer.concat([readFileSync(mainFile(path)), Buffer.from('-- more\n')]))
      await expectBad(project(), file)
    })

    it('notices a manifest that was edited by hand, and one that tells other rows than the file holds', async () => {
      const { file, path } = await make()
      const manifest = manifestOf(path)
      writeFileSync(`${path}.json`, JSON.stringify({ ...manifest, label: 'edited' }))
      expect(await expectBad(project(), file)).toMatch(/changed after pgsafe wrote it/)
      changeManifest(path, {
        ...manifest,
        tables: manifest.tables.map((table) => ({ ...table, rows: table.rows + 1 })),
      })
      expect(await expectBad(project(), file)).toMatch(/rows/)
    })

    it('notices that a backup has another one’s content', async () => {
      const other = await createProject()
      const [mine, { path: foreign }] = [await make(), await other.backup(...flags)]
      rmSync(mine.path, { recursive: true })
      cpSync(foreign, mine.path, { recursive: true })
      await expectBad(project(), mine.file)
    })
  },
)

describe('verify of a file that pgsafe did not make', () => {
  const project = shareProject()

  it.each([
    ['plain SQL', (dump: string) => Buffer.from(dump), 'foreign.sql'],
    ['gzipped SQL', (dump: string) => gzipSync(dump), 'foreign.sql.gz'],
  ])('reads %s by its path, and says what is in it', async (_what, encode, name) => {
    const path = project().write(name, encode(await runPgDump(project().database.at, [])))
    const { exitCode, stdout } = await project().pgsafe(['verify', path, '--json'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      verified: { file: name, level: 1, tables: [{ rows: 200 }, { rows: 1000 }] },
    })
  })

  it('notices that it is cut off, wherever that is', async () => {
    const dump = await runPgDump(project().database.at, [])
    for (const part of [0.1, 0.5, 0.9, 0.995]) {
      const cut = dump.slice(0, Math.floor(dump.length * part))
      expect(await expectBad(project(), project().write('cut.sql', cut))).toMatch(/incomplete/)
      await expectBad(project(), project().write('cut.sql.gz', gzipSync(dump).subarray(0, -20)))
    }
  })

  it.each([
    ['an empty file', Buffer.alloc(0), /empty/],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /not a dump|incomplete/],
    ['an empty gzip file, as `pg_dump | gzip` leaves one', gzipSync(''), /empty|incomplete/],
    ['some SQL', Buffer.from('CREATE TABLE x (i int);\n'), /incomplete/],
  ])('says what is wrong with %s', async (_what, content, says) => {
    expect(await expectBad(project(), project().write('odd.sql', content))).toMatch(says)
  })

  it.each([
    ['a shell command', '\\! touch pwned'],
    ['a program behind \\copy', "\\copy customers from program 'touch pwned'"],
    ['another database', '\\connect postgres'],
    ['a database dropped', 'DROP DATABASE shop;'],
    ['a role made', "CREATE ROLE eve SUPERUSER PASSWORD 'x';"],
  ])('calls a dump hostile that holds %s, and runs nothing of it', async (_what, line) => {
    const dump = await runPgDump(project().database.at, [])
    const place = dump.indexOf('CREATE TABLE')
    const path = project().write('hostile.sql', `${dump.slice(0, place)}${line}\n${dump.slice(place)}`)
    expect(await expectBad(project(), path, 'hostile-file')).toMatch(/hostile\.sql is not restored: line \d+ holds/)
    expect(readdirSync(project().directory)).not.toContain('pwned')
  })
})

describe('verify without a reference', () => {
  it('takes the newest backup of this database, and notices when just that one is damaged', async () => {
    const [project, other] = [await createProject(), await createProject()]
    const { file, path } = await project.backup()
    await other.backup('--dir', project.store)
    const { stdout } = await project.pgsafe(['verify', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ verified: { file, level: 1 } })
    truncateSync(path, 100)
    expect(await project.pgsafe(['verify'])).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining(basename(path)),
    })
  })

  it('says that there is none', async () => {
    const project = await createProject()
    const outcome = await project.pgsafe(['verify'])
    expect(outcome).toMatchObject({
      exitCode: 4,
      stderr: expect.stringMatching(/no backups of "test_[^]*pgsafe backup/),
    })
    expect(await project.pgsafe(['verify', 'nothing-like-it'])).toMatchObject({ exitCode: 4 })
  })
})

describe('a backup of the store that turns out to be damaged', () => {
  const verified = async (project: Project) => {
    const { stdout } = await project.pgsafe(['list', '--json'])
    const { backups } = JSON.parse(stdout) as { backups: { id: string; verification: object | null }[] }
    return Object.fromEntries(backups.map(({ id, verification }) => [id, verification !== null]))
  }

  it('does not count as verified any more, until it is whole again', async () => {
    const project = await createProject()
    const older = await project.backup()
    const { id, path } = await project.backup()
    flip(path)
    expect(await project.pgsafe(['verify', '--dry-run'])).toMatchObject({ exitCode: 7 })
    expect(await verified(project)).toEqual({ [older.id]: true, [id]: true })
    await expectBad(project, id)
    expect(await verified(project)).toEqual({ [older.id]: true, [id]: false })
    const restored = await project.pgsafe(['restore', '--latest', '--yes', '--json'])
    expect(restored.exitCode).toBe(0)
    expect(restored.stderr.replaceAll(/\s+/g, ' ')).toContain(
      `${basename(path)} cannot be used, so an older one is taken: it is not verified, or was found damaged`,
    )
    expect(JSON.parse(restored.stdout)).toMatchObject({ restored: { id: older.id } })
    flip(path)
    expect(await project.pgsafe(['verify', id])).toMatchObject({ exitCode: 0 })
    expect(await verified(project)).toEqual({ [older.id]: true, [id]: true })
  })

  it('is the same when a restore finds it, which touches nothing', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const { id, path } = await project.backup()
    flip(path)
    expect(await project.pgsafe(['restore', '--latest', '--dry-run'])).toMatchObject({ exitCode: 7 })
    expect(await verified(project)).toEqual({ [id]: true })
    expect(await project.pgsafe(['restore', '--latest', '--yes'])).toMatchObject({ exitCode: 7 })
    expect(await verified(project)).toEqual({ [id]: false })
    expect(await project.pgsafe(['restore', '--latest', '--yes'])).toMatchObject({ exitCode: 4 })
    expect(await project.database.fingerprint()).toEqual(before)
  })
})
