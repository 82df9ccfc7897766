import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createProject, shareProject, type Project } from '../support/project.ts'
import { runPgDump } from '../support/psql.ts'
import { hasTmux } from '../support/terminal.ts'
import { existingTestDatabase, randomSuffix } from '../support/test-database.ts'

const orders = (project: Project) => project.query('SELECT count(*) FROM orders')

describe('a file that pgsafe did not make', () => {
  it.each([
    ['pg_dump > old.sql', 'old.sql', [], (dump: string) => dump],
    ['pg_dump | gzip > old.sql.gz', 'old.sql.gz', [], (dump: string) => gzipSync(dump)],
    ['pg_dump --inserts', 'inserts.sql', ['--inserts'], (dump: string) => dump],
    ['pg_dump -v --no-owner --no-acl', 'older-script.sql', ['--no-owner', '--no-acl'], (dump: string) => dump],
    ['pg_dump --clean --if-exists', 'clean.sql', ['--clean', '--if-exists'], (dump: string) => dump],
  ])('(%s) is restored by its path with --trust', async (_how, name, args, encode) => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    project.write(name, encode(await runPgDump(project.at, args)))
    await project.query('DELETE FROM orders')
    const { exitCode, stderr } = await project.pgsafe([
      'restore',
      '--file',
      name,
      '--trust',
      '--confirm',
      project.database.name,
    ])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr).toContain('pgsafe did not make')
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it('made with -Fc is restored too', async () => {
    const project = await createProject()
    const before = await project.database.fingerprint()
    const path = join(project.directory, 'old.dump')
    await runPgDump(project.at, ['-Fc', '-f', path])
    await project.query('DELETE FROM orders')
    const outcome = await project.pgsafe(['restore', path, '--trust', '--yes', '--confirm', project.database.name])
    expect(outcome).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })
})

describe('a foreign file that is not the whole database', () => {
  const shared = shareProject()

  it('is not restored without --trust where nobody can be asked', async () => {
    const project = shared()
    const path = project.write('whole.sql', await runPgDump(project.at, []))
    const { exitCode, stderr } = await project.pgsafe(['restore', path, '--yes'])
    expect(exitCode).toBe(4)
    expect(stderr).toMatch(/was not made by pgsafe[^]*--trust/)
    expect(await orders(project)).toBe('1000')
  })

  it.each([
    ['-t one', ['-t', 'customers'], 'public.orders (not in the file)'],
    ['-s', ['-s'], 'public.orders (without its rows)'],
  ])(
    "(pg_dump %s) lists what it lacks, and yes is not enough: it wants the database's name",
    async (_how, args, words) => {
      const project = shared()
      const path = project.write('part.sql', await runPgDump(project.at, args))
      const { exitCode, stderr } = await project.pgsafe(['restore', path, '--trust', '--yes'])
      expect(exitCode).toBe(4)
      expect(stderr).toContain(words)
      expect(stderr).toContain(`--confirm ${project.database.name}`)
      expect(await orders(project)).toBe('1000')
      expect(await project.databases()).toEqual([project.database.name])
    },
  )

  it('goes into a database beside it with yes alone', async () => {
    const project = shared()
    const path = project.write('part.sql', await runPgDump(project.at, ['-t', 'customers']))
    const beside = existingTestDatabase(`copy_${randomSuffix()}`)
    const outcome = await project.pgsafe(['restore', path, '--trust', '--yes', '--to', beside.name])
    expect(outcome).toMatchObject({ exitCode: 0 })
    expect(await beside.query('SELECT count(*) FROM customers')).toBe('200')
    await beside.drop()
  })

  it.each([
    ['is truncated', async (project: Project) => (await runPgDump(project.at, [])).slice(0, -200)],
    ['ends within rows', async (project: Project) => (await runPgDump(project.at, [])).split('customer 150')[0] ?? ''],
    ['is empty', () => ''],
    ['is no dump', () => 'SELECT 1;\n'],
    ['is an image', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['is a broken gzip', async (project: Project) => gzipSync(await runPgDump(project.at, [])).subarray(0, -9)],
  ])('(%s) ends with 7 before anything is touched', async (_what, content) => {
    const project = shared()
    const path = project.write('bad.sql', await content(project))
    const { exitCode, stderr } = await project.pgsafe([
      'restore',
      path,
      '--trust',
      '--yes',
      '--confirm',
      project.database.name,
    ])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 7 })
    expect(await orders(project)).toBe('1000')
    expect(await project.databases()).toEqual([project.database.name])
  })
})

describe.skipIf(!hasTmux())('a foreign file in a terminal (needs tmux)', () => {
  it('is listed as not verified, and restored without --trust after the question', async () => {
    const project = await createProject()
    await project.backup()
    project.write(`backups/${project.database.name}_2030-01-01T00-00-00.sql`, await runPgDump(project.at, []))
    await project.query('DELETE FROM orders')
    const terminal = await project.terminal(['restore'])
    await terminal.waitFor(/1\. .*_2030-01-01T00-00-00\.sql[^]*Not verified: pgsafe did not make it/)
    await terminal.type('1')
    await terminal.press('Enter')
    const screen = await terminal.waitFor(/Type yes to go on|Type the database's name/)
    expect(screen).toMatch(/pgsafe did not\s+make/)
    await terminal.type(screen.includes('Type yes') ? 'yes' : project.database.name)
    await terminal.press('Enter')
    expect(await terminal.exitCode()).toBe(0)
    expect(await orders(project)).toBe('1000')
  })
})

describe('a dump that reaches beyond its database', () => {
  const shared = shareProject()

  it('(pg_dump --clean --create) is refused also with --trust, and the live database stays what it is', async () => {
    const project = shared()
    const before = await project.database.fingerprint()
    const path = project.write('create.sql', await runPgDump(project.at, ['--clean', '--create']))
    for (const to of [[], ['--to', `copy_${randomSuffix()}`]]) {
      const outcome = await project.pgsafe([
        'restore',
        path,
        '--trust',
        '--yes',
        '--confirm',
        to[1] ?? project.database.name,
        ...to,
      ])
      expect(outcome).toMatchObject({ exitCode: 7 })
      expect(outcome.stderr).toMatch(/DROP DATABASE[^]*dump again without -C/)
    }
    expect(await project.database.fingerprint()).toEqual(before)
    expect(await project.databases()).toEqual([project.database.name])
  })

  /** `MARKER` is a file that appears when the line does what its author wants. */
  it.each([
    ['a shell command', '\\! touch MARKER'],
    ['a program as COPY source', "CREATE TABLE t (a text);\n\\copy t FROM PROGRAM 'touch MARKER'"],
    ['a program as COPY target', "\\copy (SELECT 1) TO PROGRAM 'touch MARKER'"],
    ['output into a program', '\\o | touch MARKER\nSELECT 1;'],
    ['a query into a program', 'SELECT 1 \\g | touch MARKER'],
    ['a backquote in \\set', '\\set x `touch MARKER`'],
    ['a backquote in \\unrestrict', '\\unrestrict `touch MARKER`'],
    ['\\unrestrict with another key first', '\\unrestrict wrong\n\\! touch MARKER'],
    ['an included file', '\\i MARKER.sql'],
    ['another connection', '\\connect postgres'],
    ['a command behind a statement', "SELECT 'x'; \\! touch MARKER"],
    ['a command inside a broken COPY', 'CREATE TABLE t (a text);\nCOPY t FROM stdin;\n1\n\\.\n\\! touch MARKER'],
    ['a server-side program', "COPY (SELECT 1) TO PROGRAM 'touch MARKER';"],
    ['a new superuser', 'CREATE ROLE evil SUPERUSER LOGIN;'],
    ['a dropped database', 'DROP DATABASE "NAME";'],
    ['a server setting', "ALTER SYSTEM SET archive_command = 'touch MARKER';"],
    ['a \\gexec', 'SELECT \'DROP DATABASE "NAME"\' \\gexec'],
  ])('flaw 3: with %s is refused also with --trust, and nothing of it runs', async (_what, line) => {
    const project = shared()
    const marker = join(project.directory, 'marker')
    const poison = line.replaceAll('MARKER', marker).replaceAll('NAME', project.database.name)
    const dump = await runPgDump(project.at, [])
    const place = dump.indexOf('CREATE TABLE')
    project.write('marker.sql', `\\! touch ${marker}\n`)
    const path = project.write('hostile.sql', `${dump.slice(0, place)}${poison}\n${dump.slice(place)}`)
    const outcome = await project.pgsafe(['restore', path, '--trust', '--yes', '--confirm', project.database.name])
    expect(outcome).toMatchObject({ exitCode: 7 })
    expect(outcome.stderr).toContain('is not restored: line')
    expect(existsSync(marker)).toBe(false)
    expect(readdirSync(project.directory)).not.toContain('marker')
    expect(await project.databases()).toEqual([project.database.name])
  })
})
