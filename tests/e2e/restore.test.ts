import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatManifest } from '../../src/store/manifest-file.ts'
import { sealManifest } from '../../src/store/seal-manifest.ts'
import type { Manifest } from '../../src/domain/manifest.ts'
import { createProject, shareProject, type MadeBackup, type Project } from '../support/project.ts'
import { createTestDatabase, existingTestDatabase, randomSuffix } from '../support/test-database.ts'
import { urlOf } from '../support/test-server.ts'

const orders = (project: Project) => project.query('SELECT count(*) FROM orders')

async function wreckedProject() {
  const project = await createProject()
  const before = await project.database.fingerprint()
  const backup = await project.backup()
  await wreck(project)
  return { project, backup, before }
}

async function wreck(project: Project): Promise<void> {
  await project.query('DELETE FROM orders; DROP TABLE customers CASCADE; CREATE TABLE litter ()')
}

/** Rewrites a manifest as if another pgsafe had made it so. */
function editManifest({ path }: MadeBackup, change: (manifest: Manifest) => Manifest): void {
  const manifest = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Manifest
  const { manifestSha256: _old, ...fields } = change(manifest)
  writeFileSync(`${path}.json`, formatManifest(sealManifest(fields)))
}

describe('restore', () => {
  it('brings everything back with --latest and says how to reverse it', async () => {
    const { project, before } = await wreckedProject()
    const { exitCode, stdout, stderr } = await project.pgsafe(['restore', '--latest', '--yes'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    expect(stderr).toContain('Database restored successfully')
    expect(stderr).toContain('1,200 rows in 2 tables')
    expect(stderr).toMatch(/To reverse this restore:\n +pgsafe undo/)
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it.each([
    ['its id', ['restore'], ({ id }: MadeBackup) => id],
    ['the beginning of its id', ['restore'], ({ id }: MadeBackup) => id.slice(0, 6)],
    ['--id', ['restore', '--id'], ({ id }: MadeBackup) => id],
    ['its name in the store', ['restore'], ({ file }: MadeBackup) => file],
    ['--file and its name in the store', ['restore', '--file'], ({ file }: MadeBackup) => file],
    ['its absolute path', ['restore'], ({ path }: MadeBackup) => path],
    ['a relative path', ['restore', '--file'], ({ file }: MadeBackup) => `backups/${file}`],
  ])('finds a backup by %s', async (_how, args, reference) => {
    const { project, backup } = await wreckedProject()
    const { exitCode, stderr } = await project.pgsafe([...args, reference(backup), '--yes'])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(await orders(project)).toBe('1000')
  })

  it('finds a backup made with --file, outside the store, by the manifest beside it', async () => {
    const project = await createProject()
    const { path } = await project.backup('--file', 'elsewhere.sql')
    await wreck(project)
    expect(await project.pgsafe(['restore', path, '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await orders(project)).toBe('1000')
  })

  it('answers --json with one document on stdout', async () => {
    const { project, backup } = await wreckedProject()
    const { exitCode, stdout } = await project.pgsafe(['restore', '--latest', '--yes', '--json'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      restored: {
        database: project.database.name,
        file: backup.file,
        id: backup.id,
        rows: 1200,
        keptAs: expect.stringMatching(/^pgsafe_old_/),
        notApplied: [],
        swapMilliseconds: expect.any(Number),
        undo: 'pgsafe undo',
      },
    })
  })

  it('suggests what a Prisma project does next', async () => {
    const { project } = await wreckedProject()
    project.write(
      'package.json',
      JSON.stringify({ scripts: { 'prisma:generate': 'x' }, devDependencies: { prisma: '7' } }),
    )
    const { stderr } = await project.pgsafe(['restore', '--latest', '--yes'])
    expect(stderr).toMatch(/Next steps:\n +1\. .*npm run prisma:generate\n +2\. .*npx prisma studio/)
  })
})

describe('restore --latest', () => {
  it("flaw 7: never takes another database's backup, however new it is", async () => {
    const { project } = await wreckedProject()
    const other = await createProject()
    await other.query('CREATE TABLE other ()')
    await other.backup('--dir', project.store)
    expect(await project.pgsafe(['restore', '--latest', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await orders(project)).toBe('1000')
    expect(await project.query("SELECT to_regclass('other')")).toBe('')
    const empty = await createProject()
    const refused = await empty.pgsafe(['restore', '--latest', '--yes', '--dir', project.store])
    expect(refused).toMatchObject({ exitCode: 4 })
    expect(refused.stderr).toContain(`no verified backup of "${empty.database.name}" on this server`)
  })

  it('never takes a state that somebody wanted rid of, nor a file that nobody verified', async () => {
    const { project, backup } = await wreckedProject()
    const wanted = await orders(project)
    expect(wanted).toBe('0')
    const replaced = await project.backup()
    editManifest(replaced, (manifest) => ({ ...manifest, reason: 'before-restore' }))
    const unverified = await project.backup()
    editManifest(unverified, (manifest) => ({ ...manifest, verification: null }))
    copyFileSync(replaced.path, `${project.store}/${project.database.name}_2030-01-01T00-00-00.sql`)
    const { stdout } = await project.pgsafe(['restore', '--latest', '--yes', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({ restored: { id: backup.id } })
  })

  it('is refused with the line that helps when the server was created anew', async () => {
    const { project, backup } = await wreckedProject()
    editManifest(backup, (manifest) => ({
      ...manifest,
      database: { ...manifest.database, systemIdentifier: '7000000000000000000' },
    }))
    const latest = await project.pgsafe(['restore', '--latest', '--yes'])
    expect(latest).toMatchObject({ exitCode: 4 })
    expect(latest.stderr).toContain(`pgsafe restore --id ${backup.id} --force-target`)
    const named = await project.pgsafe(['restore', backup.id, '--yes'])
    expect(named).toMatchObject({ exitCode: 4 })
    expect(named.stderr).toContain('from another server')
    expect(await orders(project)).toBe('0')
    expect(await project.pgsafe(['restore', '--id', backup.id, '--force-target', '--yes'])).toMatchObject({
      exitCode: 0,
    })
    expect(await orders(project)).toBe('1000')
  })
})

describe('restore --to', () => {
  it('creates another database and leaves the first alone', async () => {
    const { project, before } = await wreckedProject()
    const wrecked = await project.database.fingerprint()
    const copy = existingTestDatabase(`copy_${randomSuffix()}`)
    const { exitCode, stderr } = await project.pgsafe(['restore', '--latest', '--to', copy.name, '--yes'])
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr).toContain(`"${copy.name}" does not exist: it will be created`)
    expect(await copy.fingerprint()).toEqual(before)
    expect(await project.database.fingerprint()).toEqual(wrecked)
    expect(await project.databases()).toEqual([copy.name, project.database.name].sort())
  })

  it('replaces an existing one, which is kept, and asks for that one by its name', async () => {
    const { project, before } = await wreckedProject()
    const copy = await createTestDatabase({ owner: project.role.name })
    const args = ['restore', '--latest', '--to', copy.name, '--json']
    const wrong = await project.pgsafe([...args, '--confirm', project.database.name])
    expect(wrong).toMatchObject({ exitCode: 4 })
    const { exitCode, stdout } = await project.pgsafe([...args, '--confirm', copy.name])
    expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 })
    const { restored } = JSON.parse(stdout) as { restored: { keptAs: string } }
    expect(await copy.fingerprint()).toEqual(before)
    expect(await existingTestDatabase(restored.keptAs).query("SELECT to_regclass('orders')")).toBe('')
  })

  it('is reversed by the line that it prints, which leaves the first database alone too', async () => {
    const { project } = await wreckedProject()
    const copy = await createTestDatabase({ owner: project.role.name })
    await copy.query('CREATE TABLE mine (id integer)')
    const [empty, wrecked] = [await copy.fingerprint(), await project.database.fingerprint()]
    const { stderr } = await project.pgsafe(['restore', '--latest', '--to', copy.name, '--yes'])
    expect(stderr).toContain(`pgsafe undo --to ${copy.name}\n`)
    expect(await copy.fingerprint()).not.toEqual(empty)
    const unaddressed = await project.pgsafe(['undo', '--yes'])
    expect(unaddressed).toMatchObject({ exitCode: 4 })
    const undone = await project.pgsafe(['undo', '--to', copy.name, '--yes'])
    expect(undone).toMatchObject({ exitCode: 0 })
    expect(undone.stderr).toContain(`pgsafe undo --to ${copy.name}\n`)
    expect(await copy.fingerprint()).toEqual(empty)
    expect(await project.database.fingerprint()).toEqual(wrecked)
  })
})

describe('a restore that does not begin', () => {
  const shared = shareProject(async (project) => void (await project.backup()))

  it.each([
    [['restore', 'nosuchid00', '--yes'], 4, 'no backup "nosuchid00"'],
    [['restore', '--id', 'nosuchid00', '--yes'], 4, 'no backup "nosuchid00"'],
    [['restore', '--file', 'missing.sql', '--yes'], 4, 'missing.sql'],
    [['restore', '--latest', '--id', 'x'], 2, 'cannot be used'],
    [['restore', 'x', '--latest'], 2, 'an argument or a flag, not both'],
    [['restore'], 4, 'pgsafe restore --latest'],
    [['restore', '--latest', '--jobs', '0', '--yes'], 2, 'jobs'],
  ])('%j ends with %i and leaves everything alone', async (args, exitCode, words) => {
    const project = shared()
    const before = await project.database.fingerprint()
    const outcome = await project.pgsafe(args)
    expect(outcome.exitCode).toBe(exitCode)
    expect(outcome.stderr).toContain(words)
    expect(await project.database.fingerprint()).toEqual(before)
    expect(await project.databases()).toEqual([project.database.name])
  })

  it('says with --dry-run what it would do, and touches neither database nor store', async () => {
    const project = shared()
    const before = await project.database.fingerprint()
    const files = new Set(readdirSync(project.store, { recursive: true, encoding: 'utf8' }))
    const human = await project.pgsafe(['restore', '--latest', '--dry-run'])
    expect(human).toMatchObject({ exitCode: 0 })
    expect(human.stderr).toContain('nothing was changed')
    const machine = await project.pgsafe(['restore', '--latest', '--dry-run', '--json'])
    // Only superusers and their like are told where the server keeps its databases.
    expect(JSON.parse(machine.stdout)).toMatchObject({ dryRun: true, database: project.database.name, space: null })
    expect(await project.database.fingerprint()).toEqual(before)
    expect(await project.databases()).toEqual([project.database.name])
    expect(new Set(readdirSync(project.store, { recursive: true, encoding: 'utf8' }))).toEqual(files)
  })

  it('ends with 2 without a URL, 3 with a wrong password, 4 with nothing to restore', async () => {
    const project = shared()
    const { at } = project
    const noUrl = await project.pgsafe(['restore', '--latest'], { env: { DATABASE_URL: undefined } })
    expect(noUrl.exitCode).toBe(2)
    const url = urlOf({ ...at, password: 'not-the-password' })
    const denied = await project.pgsafe(['restore', '--latest', '--yes'], { env: { DATABASE_URL: url } })
    expect(denied.exitCode).toBe(3)
    expect(denied.stderr).not.toContain('not-the-password')
    const none = await project.pgsafe(['restore', '--latest', '--yes', '--dir', 'empty'])
    expect(none.exitCode).toBe(4)
    expect(none.stderr).toContain('make one first: pgsafe backup')
  })
})
