import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'
import { treeOf } from '../support/stored-backup.ts'

/** A project whose database only its files name: nothing in the environment. */
const bare = { DATABASE_URL: undefined }

function place(project: Project, name: string, content: string): void {
  const path = join(project.directory, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}

async function detailOf(project: Project, title: string, run: Parameters<Project['pgsafe']>[1] = {}): Promise<string> {
  const { stdout } = await project.pgsafe(['doctor', '--json'], run)
  const { checks } = JSON.parse(stdout) as { checks: { title: string; detail: string }[] }
  return checks.find((check) => check.title === title)?.detail ?? `no check ${title} in ${stdout}`
}

describe('.env', () => {
  it('names the database and the settings, found from a subfolder, with `backups` beside it', async () => {
    const project = await createProject()
    place(project, 'package.json', '{"name":"shop"}')
    place(project, '.env', `DATABASE_URL="${project.url}?schema=public"\nBACKUP_RETENTION_DAYS=90\n`)
    mkdirSync(join(project.directory, 'src/deep'), { recursive: true })
    const run = { cwd: join(project.directory, 'src/deep'), env: bare }
    const { exitCode, stdout } = await project.pgsafe(['backup', '--auto', '--json'], run)
    expect(exitCode).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ backup: { path: expect.stringContaining(`${project.store}/`) } })
    expect(await detailOf(project, 'Retention (days)', run)).toBe('90 (BACKUP_RETENTION_DAYS in ../../.env)')
    expect(await detailOf(project, 'Database', run)).toContain('(from DATABASE_URL in ../../.env)')
  })

  it('follows the environment', async () => {
    const project = await createProject()
    place(project, '.env', 'DATABASE_URL=postgresql://u@127.0.0.1:1/other\nBACKUP_RETENTION_DAYS=90\n')
    expect(await detailOf(project, 'Database')).toContain(`/${project.database.name} (from DATABASE_URL)`)
    const seven = { env: { BACKUP_RETENTION_DAYS: '7' } }
    expect(await detailOf(project, 'Retention (days)', seven)).toBe('7 (BACKUP_RETENTION_DAYS)')
  })
})

describe('the variables of the guide', () => {
  it('BACKUP_DIR moves the backups, relative to the working directory or, in .env, to that file', async () => {
    const project = await createProject()
    mkdirSync(join(project.directory, 'sub'))
    const here = { cwd: join(project.directory, 'sub'), env: { BACKUP_DIR: './mine' } }
    expect(await project.pgsafe(['backup', '--auto'], here)).toMatchObject({ exitCode: 0 })
    expect(treeOf(project.directory).some((name) => /^sub\/mine\/test_.*\.sql$/.test(name))).toBe(true)
    place(project, 'package.json', '{}')
    place(project, '.env', 'BACKUP_DIR=from-env\n')
    expect(await project.pgsafe(['backup', '--auto'], { cwd: here.cwd })).toMatchObject({ exitCode: 0 })
    expect(treeOf(project.directory).some((name) => /^from-env\/test_.*\.sql$/.test(name))).toBe(true)
  })

  it('SKIP_BACKUP_PROMPT=true stands for the answer where nobody can be asked', async () => {
    const project = await createProject()
    expect(await project.pgsafe(['backup'])).toMatchObject({ exitCode: 4 })
    const skip = { env: { SKIP_BACKUP_PROMPT: 'true' } }
    expect(await project.pgsafe(['backup'], skip)).toMatchObject({ exitCode: 0 })
    expect(await project.pgsafe(['backup'], { env: { SKIP_BACKUP_PROMPT: 'false' } })).toMatchObject({ exitCode: 4 })
  })
})

describe('a configuration file', () => {
  const yaml = 'compression: gzip\nretention:\n  days: 12\n'
  const json = '{"compression": "gzip", "retention": {"days": 12}}'
  const files: [string, string][] = [
    ['package.json', `{"pgsafe": ${json}}`],
    ['.pgsaferc', yaml],
    ['.pgsaferc.json', json],
    ['.pgsaferc.yaml', yaml],
    ['.pgsaferc.js', `module.exports = ${json}`],
    ['.pgsaferc.mjs', `export default ${json}`],
    ['.pgsaferc.ts', `const days: number = 12\nexport default { compression: 'gzip' as const, retention: { days } }`],
    ['pgsafe.config.js', `export default ${json}`],
    ['pgsafe.config.cjs', `module.exports = ${json}`],
    ['pgsafe.config.ts', `import type {} from 'node:fs'\nexport default ${json}`],
  ]

  it.each(files)('%s is found from a subfolder and obeyed', async (name, content) => {
    const project = await createProject()
    if (name.endsWith('.ts')) linkTypescript(project)
    if (name === 'pgsafe.config.js') place(project, 'package.json', '{"type":"module"}')
    place(project, name, content)
    mkdirSync(join(project.directory, 'sub'))
    const run = { cwd: join(project.directory, 'sub') }
    const shown = name === 'package.json' ? '../package.json#pgsafe' : `../${name}`
    expect(await detailOf(project, 'Compression', run)).toContain(`gzip (compression in ${shown}`)
    expect(await detailOf(project, 'Retention (days)', run)).toMatch(/^12 /)
    const { stdout } = await project.pgsafe(['backup', '--auto', '--json'], run)
    expect(JSON.parse(stdout)).toMatchObject({
      backup: { path: expect.stringMatching(/\/backups\/test_.*\.sql\.gz$/) },
    })
  })

  it('gives way to variables, and those to flags', async () => {
    const project = await createProject()
    place(project, '.pgsaferc', 'compression: gzip\ndirectory: from-file\n')
    const env = { PGSAFE_DIR: 'from-pgsafe', BACKUP_DIR: 'from-guide' }
    const where = async (args: string[], variables: Record<string, string>) => {
      const { stdout } = await project.pgsafe(['backup', '--dry-run', '--json', ...args], { env: variables })
      return (JSON.parse(stdout) as { directory: string }).directory.slice(project.directory.length + 1)
    }
    expect(await where([], {})).toBe('from-file')
    expect(await where([], { BACKUP_DIR: 'from-guide' })).toBe('from-guide')
    expect(await where([], env)).toBe('from-pgsafe')
    expect(await where(['--dir', 'from-flag'], env)).toBe('from-flag')
    const { stdout } = await project.pgsafe(['backup', '--dry-run', '--json', '--no-compress'])
    expect(JSON.parse(stdout)).toMatchObject({ file: expect.stringMatching(/\.sql$/) })
  })

  it('is refused with every problem at once, before anything else happens', async () => {
    const project = await createProject()
    place(project, '.pgsaferc', 'compresion: gzip\nformat: tar\nretention:\n  days: soon\n')
    const { exitCode, stderr } = await project.pgsafe(['backup', '--auto'])
    expect(exitCode).toBe(2)
    for (const part of ['compresion', 'compression', 'format', 'retention.days']) expect(stderr).toContain(part)
    expect(treeOf(project.directory)).toEqual(['.pgsaferc'])
  })
})

/** A `.ts` configuration is compiled with the project's own TypeScript. */
function linkTypescript(project: Project): void {
  mkdirSync(join(project.directory, 'node_modules'))
  const installed = realpathSync(join(import.meta.dirname, '../../node_modules/typescript'))
  symlinkSync(installed, join(project.directory, 'node_modules/typescript'))
}
