import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject, shareProject, type MadeBackup, type Project } from '../support/project.ts'
import { changeManifest } from '../support/stored-backup.ts'
import { wholeBackup } from '../support/whole-backup.ts'

/** Where a backup's bytes are: the file itself, or the directory's largest. */
function dataFile({ path }: MadeBackup, format: string): string {
  if (format !== 'directory') return path
  const sizes = readdirSync(path).map((name) => ({ name, size: readFileSync(join(path, name)).length }))
  const [largest] = sizes.sort((a, b) => b.size - a.size)
  return join(path, largest?.name ?? '')
}

function flipByte(file: string): void {
  const bytes = readFileSync(file)
  const middle = bytes.length >> 1
  bytes[middle] = (bytes[middle] ?? 0) ^ 0x20
  writeFileSync(file, bytes)
}

const damages: readonly (readonly [string, (file: string) => void])[] = [
  ['one flipped bit', flipByte],
  ['a missing end', (file) => truncateSync(file, readFileSync(file).length - 40)],
  ['half its length', (file) => truncateSync(file, readFileSync(file).length >> 1)],
  ['no bytes at all', (file) => truncateSync(file, 0)],
  [
    'something behind its end',
    (file) => writeFileSync(file, Buffer.concat([readFileSync(file), Buffer.from('SELECT 1;\n')])),
  ],
]

const formats: readonly (readonly [string, readonly string[]])[] = [
  ['plain', []],
  ['gzip', ['--compress']],
  ['custom', ['--format', 'custom']],
  ['directory', ['--format', 'directory']],
]

async function expectUntouched(project: Project, restore: readonly string[]): Promise<string> {
  const before = await project.database.fingerprint()
  const outcome = await project.pgsafe(['restore', ...restore, '--yes'])
  expect(outcome).toMatchObject({ exitCode: 7 })
  expect(await project.database.fingerprint()).toEqual(before)
  expect(await project.databases()).toEqual([project.database.name])
  return outcome.stderr
}

describe.each(formats)('flaw 3: a damaged %s backup is found before anything is touched:', (format, args) => {
  const shared = shareProject()
  const make = wholeBackup(shared, args)

  it.each(damages)('%s', async (_what, damage) => {
    const project = shared()
    const backup = await make()
    const file = dataFile(backup, format)
    chmodSync(file, 0o600)
    damage(file)
    const said = await expectUntouched(project, [backup.id])
    expect(said).toMatch(/do not\s+rely on/)
  })
})

describe('restore --latest past a damaged backup', () => {
  it('takes the older one, and says so', async () => {
    const project = await createProject()
    const older = await project.backup()
    const newer = await project.backup('--compress')
    truncateSync(newer.path, 100)
    const { exitCode, stdout, stderr } = await project.pgsafe(['restore', '--latest', '--yes', '--json'])
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ restored: { id: older.id } })
    expect(stderr).toContain(`Warning: the newer backup ${newer.file} cannot be used, so an older one is taken`)
  })
})

describe('flaw 3: a backup that was tampered with', () => {
  const shared = shareProject()

  it('is refused although the edited dump would load', async () => {
    const project = shared()
    const { id, path } = await project.backup()
    writeFileSync(path, readFileSync(path, 'utf8').replace('customer 1\t', 'customer X\t'))
    expect(await expectUntouched(project, [id])).toContain('SHA-256')
  })

  it('is refused when its manifest was edited', async () => {
    const project = shared()
    const { path } = await project.backup()
    writeFileSync(`${path}.json`, readFileSync(`${path}.json`, 'utf8').replace('"rows": 200', '"rows": 201'))
    expect(await expectUntouched(project, [path])).toContain('was changed after pgsafe wrote it')
  })

  it('is read to its end when it lies outside of the store, whatever the manifest beside it says', async () => {
    const project = shared()
    const path = join(project.directory, 'elsewhere.sql')
    await project.backup('--file', path)
    const hostile = readFileSync(path, 'utf8').replace('CREATE TABLE', '\\! touch owned\nCREATE TABLE')
    writeFileSync(path, hostile)
    const sha256 = createHash('sha256').update(hostile).digest('hex')
    changeManifest(path, { sha256, bytes: Buffer.byteLength(hostile) })
    const before = await project.database.fingerprint()
    const outcome = await project.pgsafe(['restore', path, '--yes', '--json'])
    expect(outcome).toMatchObject({ exitCode: 7, stdout: expect.stringContaining('hostile-file') })
    expect(existsSync(join(project.directory, 'owned'))).toBe(false)
    expect(await project.database.fingerprint()).toEqual(before)
  })

  it("is refused when another backup's manifest lies beside it", async () => {
    const project = shared()
    const [one, two] = [await project.backup(), await project.backup()]
    writeFileSync(`${one.path}.json`, readFileSync(`${two.path}.json`))
    await expectUntouched(project, [one.path])
  })
})
