import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const source = join(import.meta.dirname, '../../src')

/** Imports point down (docs/architecture.md). `system` holds the ports; anything may import errors.ts. */
const mayImport: Record<string, readonly string[]> = {
  'main.ts': ['program.ts', 'program', 'ui', 'domain', 'system'],
  'version.ts': ['domain'],
  'program.ts': ['program', 'domain'],
  program: ['commands', 'config', 'domain', 'system'],
  commands: ['steps', 'config', 'postgres', 'store', 'dump', 'ui', 'domain', 'system'],
  steps: ['postgres', 'store', 'dump', 'sql', 'config', 'domain', 'system'],
  config: ['domain', 'system'],
  postgres: ['domain', 'system'],
  store: ['domain', 'system'],
  dump: ['domain', 'system'],
  sql: ['domain'],
  ui: ['domain', 'system'],
  system: ['domain', 'ui'],
  domain: [],
  'errors.ts': [],
}

/** One importing place per package: swapping one touches one file. */
const importedOnlyBy: Record<string, RegExp> = {
  execa: /^system\/execa-process-runner\.ts$/,
  '@inquirer/prompts': /^system\/inquirer-prompts\.ts$/,
  cosmiconfig: /^config\/load-config\.ts$/,
  dotenv: /^config\/load-env-file\.ts$/,
  ora: /^ui\/spinner\.ts$/,
  kleur: /^ui\//,
  'libpg-query': /^sql\/postgres-parser\.ts$/,
  commander: /^program(\.ts|\/.*)$/,
  zod: /^(config\/config-schema|store\/manifest-schema)\.ts$/,
}

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts'))
  .sort()

/** Static, dynamic and type imports alike. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8')
  return [...text.matchAll(/(?:^(?:import|export)\b[^']*?\bfrom\s+|^import\s+|\bimport\()'([^']+)'/gm)].map(
    (match) => match[1] ?? '',
  )
}

const layerOf = (path: string) => path.split('/')[0] ?? ''

describe.each(files)('%s', (file) => {
  it('imports only what lies below it', () => {
    const layer = layerOf(file)
    const targets = importsOf(file)
      .filter((name) => name.startsWith('.'))
      .map((name) => relative(source, join(source, file, '..', name)).replaceAll('\\', '/'))
      .filter((target) => target !== 'errors.ts' && (layer === 'steps' || layerOf(target) !== layer))
    const allowed = [...(mayImport[layer] ?? []), ...(layer === 'steps' ? [] : [layer])]
    expect(targets.filter((target) => !allowed.includes(layerOf(target)))).toEqual([])
  })

  it('imports packages only where they belong', () => {
    const packages = importsOf(file).filter((name) => !name.startsWith('.') && !name.startsWith('node:'))
    const homeless = packages.filter((name) => {
      const owner = Object.keys(importedOnlyBy).find((known) => name === known || name.startsWith(`${known}/`))
      return owner === undefined || !importedOnlyBy[owner]?.test(file)
    })
    expect(homeless).toEqual([])
  })

  it('keeps domain free of Node, clocks and randomness', () => {
    if (layerOf(file) !== 'domain') return
    const text = readFileSync(join(source, file), 'utf8')
    expect(importsOf(file).filter((name) => name.startsWith('node:'))).toEqual([])
    expect(text).not.toMatch(/Date\.now\(|new Date\(\)|Math\.random\(|\bprocess\.(env|argv|cwd|pid|platform)\b(?!`)/)
  })

  it('stays within 200 lines', () => {
    expect(readFileSync(join(source, file), 'utf8').split('\n').length).toBeLessThanOrEqual(201)
  })
})

it('sets the exit code in main.ts alone', () => {
  const setters = files.filter((file) => /process\.exit(Code)?\b/.test(readFileSync(join(source, file), 'utf8')))
  expect(setters.filter((file) => file !== 'main.ts')).toEqual([])
})
