import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runPgsafe } from '../support/run-pgsafe.ts'
import { temporaryDirectory } from '../support/test-context.ts'

const repository = join(import.meta.dirname, '../..')

/** Written by the build: which source and package files each file of dist was made of. */
interface Metafile {
  readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, unknown>> }>>
}

/** Every start of pgsafe pays for what is on these lists, so nothing gets onto them unnoticed. */
it.each([
  ['--version', []],
  ['--help', ['commander', 'kleur']],
  ['list', ['commander', 'kleur']],
])('pgsafe %s loads these packages and no others', async (command, expected) => {
  const { packages } = await loadedBy(command)
  // Some bring dependencies of their own along: these are the ones that we chose.
  const chosen = ['@inquirer/prompts', 'commander', 'cosmiconfig', 'execa', 'kleur', 'libpg-query', 'ora', 'zod']
  expect(chosen.filter((name) => packages.has(name))).toEqual(expected)
})

it('a package.json that does not configure pgsafe costs a list no loader of configurations', async () => {
  const { packages } = await loadedBy('list', { 'package.json': '{"name":"shop"}' })
  expect(packages.has('cosmiconfig')).toBe(false)
  const configured = await loadedBy('list', { 'package.json': '{"pgsafe":{"directory":"elsewhere"}}' })
  expect(configured.packages.has('cosmiconfig')).toBe(true)
})

it('a list loads its own sentences, and not those of every command', async () => {
  const { sources } = await loadedBy('list')
  expect(sources).toContain('src/ui/messages/list-messages.ts')
  expect(sources).not.toContain('src/ui/messages/guard-messages.ts')
})

it('a list is few files, and takes no module of Node that is slow to load', async () => {
  const { files, modules } = await loadedBy('list')
  expect(files.length).toBeLessThan(6)
  expect(modules).toContain('node:path')
  expect(modules.filter((name) => ['node:crypto', 'node:process', 'node:child_process'].includes(name))).toEqual([])
})

it('pgsafe --version loads next to nothing of ours', async () => {
  const { files } = await loadedBy('--version')
  expect(files).toEqual(['bin/pgsafe.js', 'dist/version.cjs'])
})

interface LoadedModules {
  readonly files: string[]
  /** Node's own. */
  readonly modules: string[]
  readonly sources: string[]
  readonly packages: Set<string>
}

async function loadedBy(command: string, project: Readonly<Record<string, string>> = {}): Promise<LoadedModules> {
  const directory = temporaryDirectory()
  for (const [name, content] of Object.entries(project)) writeFileSync(join(directory, name), content)
  const log = join(directory, 'imports')
  const outcome = await runPgsafe([command], {
    cwd: directory,
    env: { LOG_IMPORTS: log, NODE_OPTIONS: `--import=${join(repository, 'tests/support/log-imports.mjs')}` },
  })
  expect(outcome).toMatchObject({ exitCode: 0 })
  const urls = [...new Set(readFileSync(log, 'utf8').split('\n'))]
  const files = urls.filter((url) => url.startsWith('file:')).map((url) => relative(repository, fileURLToPath(url)))
  const { outputs } = JSON.parse(readFileSync(join(repository, 'dist/metafile-esm.json'), 'utf8')) as Metafile
  const sources = files.flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}))
  const modules = urls.filter((url) => url.startsWith('node:'))
  return { files, modules, sources, packages: new Set(sources.map(packageOf).filter((name) => name !== undefined)) }
}

function packageOf(input: string): string | undefined {
  return /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]
}
