import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createProject, shareProject } from '../support/project.ts'
import { manifestOf, modeOf, partialsIn, treeOf } from '../support/stored-backup.ts'

const name = /^test_\w+_\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d(-\d)?\.(sql|sql\.gz|dump|dir)$/

describe('backup --auto', () => {
  const project = shareProject()

  it('writes one plain SQL file named after database and UTC time, and says where it is and how large', async () => {
    const { exitCode, stderr } = await project().pgsafe(['backup', '--auto'])
    expect(exitCode).toBe(0)
    const [, path = ''] = /File: (\S+)/.exec(stderr) ?? []
    expect(path.startsWith(join(project().store, `${project().database.name}_20`))).toBe(true)
    expect(path).toMatch(/_\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.sql$/)
    expect(stderr).toMatch(/Size: [\d.]+ KB/)
    const text = readFileSync(path, 'utf8')
    expect(text).toMatch(/^--\n-- PostgreSQL database dump\n/)
    expect(text).toMatch(/-- PostgreSQL database dump complete\n--\n/)
  })

  it('leaves files that only their owner can read, whatever the umask, and keeps them out of git', async () => {
    const before = process.umask(0o022)
    const { path } = await project().backup('--compress')
    process.umask(before)
    expect([modeOf(path), modeOf(`${path}.json`), modeOf(project().store)]).toEqual(['600', '600', '700'])
    expect(modeOf(join(project().store, '.pgsafe'))).toBe('700')
    expect(readFileSync(join(project().store, '.gitignore'), 'utf8')).toBe('*\n')
    expect(partialsIn(project().store)).toEqual([])
  })

  it('says with --json how long writing and reading back took', async () => {
    const { stdout } = await project().pgsafe(['backup', '--auto', '--json'])
    const milliseconds: unknown = expect.any(Number)
    expect(JSON.parse(stdout)).toMatchObject({ timings: { dumpMs: milliseconds, verifyMs: milliseconds } })
  })

  it('describes the file truly in its manifest: bytes, SHA-256, rows per table, server and tool', async () => {
    const { path } = await project().backup()
    const manifest = manifestOf(path)
    const bytes = readFileSync(path)
    expect(manifest).toMatchObject({
      version: 1,
      format: 'plain',
      compression: 'none',
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      reason: 'manual',
      command: null,
      label: null,
      pinned: false,
      verification: { level: 1 },
      warnings: [],
      tables: [
        { schema: 'public', name: 'customers', rows: 200 },
        { schema: 'public', name: 'orders', rows: 1000 },
      ],
      tool: { name: 'pg_dump' },
    })
    const identity = await project().database.query('SELECT system_identifier FROM pg_control_system()')
    expect(manifest.database).toMatchObject({ name: project().database.name, systemIdentifier: identity })
    expect(manifest.database.properties.owner).toBe(project().role.name)
    expect(Math.abs(Date.parse(manifest.createdAt) - Date.now())).toBeLessThan(60_000)
  })

  it('compresses with gzip when asked, into a file that gunzip reads to the same SQL', async () => {
    const plain = await project().backup()
    const { path } = await project().backup('--compress')
    expect(path).toMatch(/\.sql\.gz$/)
    const sql = (text: string) => text.replaceAll(/^\\(un)?restrict .*$/gm, '')
    expect(sql(gunzipSync(readFileSync(path)).toString())).toBe(sql(readFileSync(plain.path, 'utf8')))
  })

  it.each([
    [['--format', 'custom'], /\.dump$/, '600'],
    [['--format', 'directory', '--jobs', '2'], /\.dir$/, '700'],
  ] as const)('%j makes an archive of pg_dump with the same rows counted in it', async (flags, ending, mode) => {
    const { path, file } = await project().backup(...flags)
    expect(file).toMatch(name)
    expect(path).toMatch(ending)
    expect(modeOf(path)).toBe(mode)
    const manifest = manifestOf(path)
    expect(manifest.tables.map(({ rows }) => rows)).toEqual([200, 1000])
    expect(manifest).toMatchObject({ compression: 'none', verification: { level: 1 } })
    const files = manifest.files ?? []
    expect(files.map((entry) => [entry.name, modeOf(join(path, entry.name))])).toEqual(
      mode === '700' ? treeOf(path).map((entry) => [entry, '600']) : [],
    )
  })

  it('keeps a label and a pin', async () => {
    const { path } = await project().backup('--label', 'before 2.0 — “final”', '--pin')
    expect(manifestOf(path)).toMatchObject({ label: 'before 2.0 — “final”', pinned: true })
    const { stderr } = await project().pgsafe(['backup', '--auto', '--label', 'x', '--pin'])
    expect(stderr).toMatch(/Label: x\n {3}Pinned/)
  })

  it('refuses --jobs where pg_dump knows none, instead of ignoring it', async () => {
    const outcome = await project().pgsafe(['backup', '--auto', '--jobs', '4'])
    expect(outcome).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--format directory') })
  })

  it('says with --json what docs/json-output.md promises, alone on stdout', async () => {
    const { stdout } = await project().pgsafe(['backup', '--auto', '--json', '--label', 'l'])
    const document = JSON.parse(stdout) as { backup: Record<string, unknown> }
    expect(Object.keys(document)).toEqual(['backup', 'timings'])
    expect(Object.keys(document.backup).sort()).toEqual(
      'bytes createdAt database file id label path pinned reason roles rows tables verification warnings'.split(' '),
    )
    expect(document.backup).toMatchObject({ rows: 1200, tables: 2, reason: 'manual', label: 'l', pinned: false })
  })
})

describe('backup --file', () => {
  it('writes to the given path with the manifest beside it, outside the store, and never overwrites', async () => {
    const project = await createProject()
    mkdirSync(join(project.directory, 'out'))
    const { path } = await project.backup('--file', 'out/before.sql.gz', '--compress')
    expect(path).toBe(join(project.directory, 'out/before.sql.gz'))
    expect(treeOf(join(project.directory, 'out'))).toEqual(['before.sql.gz', 'before.sql.gz.json'])
    expect([modeOf(path), modeOf(`${path}.json`)]).toEqual(['600', '600'])
    expect(gunzipSync(readFileSync(path)).toString()).toContain('database dump complete')
    const first = readFileSync(path)
    const again = await project.pgsafe(['backup', '--auto', '--file', 'out/before.sql.gz'])
    expect(again).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('never overwritten') })
    expect(readFileSync(path).equals(first)).toBe(true)
    expect(treeOf(project.store).filter((file) => !file.startsWith('.'))).toEqual([])
    expect(await project.pgsafe(['verify', 'out/before.sql.gz'])).toMatchObject({ exitCode: 0 })
  })

  it('asks for the folder to exist: a mistyped path would be hard to find again', async () => {
    const project = await createProject()
    const outcome = await project.pgsafe(['backup', '--auto', '--file', 'typo/x.sql'])
    expect(outcome).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/typo does not exist[^]*Try: .*create/),
    })
  })
})

describe('backup --dry-run', () => {
  it.each([[[]], [['--auto', '--json']], [['--file', 'x.sql']]])(
    '%j checks everything and writes nothing',
    async (more) => {
      const project = await createProject()
      const before = treeOf(project.directory)
      const outcome = await project.pgsafe(['backup', '--dry-run', ...more])
      expect(outcome.exitCode).toBe(0)
      expect(treeOf(project.directory)).toEqual(before)
      if (more.includes('--json')) {
        const { dryRun, file, directory, space } = JSON.parse(outcome.stdout) as Record<string, unknown>
        expect({ dryRun, directory }).toEqual({ dryRun: true, directory: project.store })
        expect(file).toMatch(name)
        expect(space).toEqual({ needed: expect.any(Number), free: expect.any(Number) })
      } else expect(outcome.stderr).toContain('nothing was')
    },
  )
})
