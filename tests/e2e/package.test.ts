import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pgsafeVersion } from '../../src/domain/pgsafe-version.ts'
import { cleanEnvironment } from '../support/clean-environment.ts'
import { createTestDatabase } from '../support/test-database.ts'

const repository = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'pgsafe-package-'))
const installed = join(folder, 'node_modules/pgsafe')

interface Packed {
  readonly filename: string
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}
let packed: Packed

/** npm without this machine's own settings, and without a registry. */
const npmEnvironment = cleanEnvironment({
  npm_config_cache: join(folder, '.npm'),
  npm_config_userconfig: join(folder, '.npmrc'),
  npm_config_offline: 'true',
  npm_config_update_notifier: 'false',
})

/** `npm test` has built dist already; building it again here would take it away from the other tests. */
function pack(): Packed {
  const args = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
  const [answer] = JSON.parse(execFileSync('npm', args, { cwd: repository, env: npmEnvironment, encoding: 'utf8' }))
  return answer as Packed
}

interface Outcome {
  readonly code: number | string | null | undefined
  readonly stdout: string
  readonly stderr: string
}

function runIn(cwd: string, file: string, args: readonly string[], env = cleanEnvironment()): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(file, args, { cwd, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr })
    })
  })
}

const pgsafe = (...args: string[]) => runIn(folder, 'npx', ['--no-install', 'pgsafe', ...args], npmEnvironment)

beforeAll(() => {
  packed = pack()
  const args = ['install', '--no-audit', '--no-fund', `./${packed.filename}`]
  writeFileSync(join(folder, 'package.json'), '{"name":"empty","private":true}')
  execFileSync('npm', args, { cwd: folder, env: npmEnvironment, stdio: 'pipe' })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the packed package', () => {
  it('holds what a user needs and nothing else', () => {
    const paths = packed.files.map(({ path }) => path)
    const outside = paths.filter((path) => !/^dist\/(?:[\w-]+\.js|version\.cjs|libpg-query\.wasm)$/.test(path))
    expect(outside.sort()).toEqual([
      '.pgsaferc.example',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'THIRD-PARTY-NOTICES.md',
      'bin/package.json',
      'bin/pgsafe.js',
      'package.json',
      'schema/pgsafe.schema.json',
    ])
    expect(paths).toContain('dist/main.js')
  })

  it('stays small: below 3.5 MB on disk, a third of it PostgreSQL’s parser', () => {
    expect(packed.unpackedSize).toBeLessThan(3_500_000)
  })

  it('brings no other package and runs no script when it is installed', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['pgsafe'])
    const { scripts, dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
    expect(dependencies).toBeUndefined()
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare']
    expect(Object.keys(scripts as object).filter((name) => hooks.includes(name))).toEqual([])
    expect(scripts).toHaveProperty('prepack')
  })

  it('does not contain TypeScript itself, source maps or paths of the machine that built it', () => {
    const machine = [repository, join(homedir(), '/')]
    const found = readdirSync(join(installed, 'dist')).flatMap((name) => {
      const text = readFileSync(join(installed, 'dist', name), 'utf8')
      const paths = machine.filter((path) => text.includes(path))
      const others = text.match(/function createSourceFile\(|sourceMappingURL=/g) ?? []
      return [...paths, ...others].map((what) => `${name}: ${what}`)
    })
    expect(found).toEqual([])
  })
})

describe('installed in an empty folder', () => {
  it('prints its version', async () => {
    expect(await pgsafe('--version')).toEqual({ code: 0, stdout: `${pgsafeVersion}\n`, stderr: '' })
  })

  it('shows its help', async () => {
    const { code, stdout, stderr } = await pgsafe('--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Usage: pgsafe /)
  })

  it('says what is missing: doctor ends with 3, everything else that needs a database with 2', async () => {
    const doctor = await pgsafe('doctor')
    expect({ code: doctor.code, stdout: doctor.stdout }).toEqual({
      code: 3,
      stdout: expect.stringContaining('no database URL was found'),
    })
    const backup = await pgsafe('backup', '--auto')
    expect({ code: backup.code, stderr: backup.stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('no database URL was found'),
    })
  })

  it('reads a configuration file, and has the schema that completes it in editors', async () => {
    const project = join(folder, 'configured')
    mkdirSync(project)
    writeFileSync(join(project, '.pgsaferc'), 'retension: 3\n')
    const { code, stderr } = await runIn(project, process.execPath, [join(installed, 'bin/pgsafe.js'), 'list'])
    expect(code).toBe(2)
    expect(stderr).toContain('did you mean "retention"?')
    expect(JSON.parse(readFileSync(join(installed, 'schema/pgsafe.schema.json'), 'utf8'))).toHaveProperty('properties')
  })

  it('backs up from cron: an empty environment, the line of docs/cron.md', async () => {
    const database = await createTestDatabase({ fixture: 'shop' })
    try {
      const project = join(folder, 'cron')
      mkdirSync(project)
      writeFileSync(join(project, 'package.json'), '{}')
      writeFileSync(join(project, '.env'), `DATABASE_URL=${database.url}\n`)
      const line = cronLine().replace('/home/ada/shop', project).replace('/usr/bin/node', process.execPath)
      const command = line.replace('node_modules/pgsafe', installed)
      const { code, stdout, stderr } = await runIn(project, '/bin/sh', ['-c', command], { PATH: '/usr/bin:/bin' })
      expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: expect.not.stringContaining('Error') })
      const backups = readdirSync(join(project, 'backups')).filter((name) => name.endsWith('.sql.gz'))
      expect(backups).toHaveLength(1)
    } finally {
      await database.drop()
    }
  })
})

/** What stands after the five fields of the first line of that page's crontab. */
function cronLine(): string {
  const page = readFileSync(join(repository, 'docs/cron.md'), 'utf8')
  const line = /^0 2 \* \* \* (.+)$/m.exec(page)?.[1]
  if (line === undefined) throw new Error('docs/cron.md shows no crontab line')
  return line
}
