import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { format } from 'prettier'
import { describe, expect, it } from 'vitest'
import { configJsonSchema } from '../../../src/config/config-schema.ts'
import { configFileNames, findConfigFiles } from '../../../src/config/find-project-root.ts'
import { loadConfig } from '../../../src/config/load-config.ts'
import { resolveSettings } from '../../../src/config/resolve-settings.ts'
import { settingSpecs, type SettingSpec } from '../../../src/config/setting-specs.ts'
import { temporaryProject } from './temporary-project.ts'

const repository = join(import.meta.dirname, '../../..')
const documentation = readFileSync(join(repository, 'docs/configuration.md'), 'utf8')
const example = readFileSync(join(repository, '.pgsaferc.example'), 'utf8')
const specs: readonly SettingSpec<unknown>[] = Object.values(settingSpecs)

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>
  readonly default?: string | number | boolean
}

/** `retention.days` and its like, with their defaults. */
function keysOf({ properties = {} }: Schema, path = ''): [string, Schema['default']][] {
  return Object.entries(properties).flatMap(([name, schema]) =>
    schema.properties === undefined
      ? [[path + name, schema.default] as [string, Schema['default']]]
      : keysOf(schema, `${path}${name}.`),
  )
}
const keys = keysOf(configJsonSchema() as Schema).filter(([key]) => key !== '$schema')

describe('docs/configuration.md', () => {
  it.each(keys)('has a row for the key %s, with its default', (key, fallback) => {
    const row = documentation.split('\n').find((line) => line.startsWith(`| \`${key}\` |`))
    expect(row).toBeDefined()
    const shown = Array.isArray(fallback) ? JSON.stringify(fallback) : String(fallback)
    if (fallback !== undefined) expect(row?.split('|')[2]?.trim()).toBe(`\`${shown}\``)
  })

  it.each(specs)('has the flag and the variables of $key in its row, and no others', ({ key, flag, variables }) => {
    const row = documentation.split('\n').find((line) => line.startsWith(`| \`${key}\` |`)) ?? ''
    const [, , , flagCell = '', variablesCell = ''] = row.split('|')
    expect(flagCell.trim()).toBe(flag === undefined ? '' : `\`${flag.name}\``)
    expect(variablesCell.trim()).toBe(variables.map((name) => `\`${name}\``).join(', '))
  })

  it.each([...configFileNames, 'PGSAFE_CONFIG', 'PGSAFE_DATABASE_URL', 'PGSAFE_RESTORE_URL'])('mentions %s', (name) => {
    expect(documentation).toContain(`\`${name}\``)
  })

  it('has no key, and no variable of ours, that does not exist', () => {
    const rows = documentation.split('## Settings')[1]?.match(/^\| `[^`]+` \|/gm) ?? []
    expect(rows.map((row) => row.slice(3, -3))).toEqual(expect.arrayContaining(keys.map(([key]) => key)))
    expect(rows).toHaveLength(keys.length)
    const urls = ['PGSAFE_DATABASE_URL', 'PGSAFE_RESTORE_URL']
    const known = new Set([...specs.flatMap(({ variables }) => variables), 'PGSAFE_CONFIG', ...urls])
    expect(
      (documentation.match(/PGSAFE_[A-Z_]+/g) ?? []).filter((name) => !known.has(name) && name !== 'PGSAFE_'),
    ).toEqual([])
  })
})

describe('settings and schema', () => {
  it('know the same keys with the same defaults', () => {
    const fromSpecs = specs.map(({ key, fallback }) => [key, fallback])
    const fromSchema = keys.filter(([key]) => key !== 'url' && key !== 'restoreUrl')
    expect(Object.fromEntries(fromSpecs)).toEqual(Object.fromEntries(fromSchema))
  })

  // After a change of the schema: npx vitest run --project unit tests/unit/config --update
  it('schema/pgsafe.schema.json, for editors, is up to date', async () => {
    const text = await format(JSON.stringify(configJsonSchema()), { parser: 'json', printWidth: 120 })
    await expect(text).toMatchFileSnapshot(join(repository, 'schema/pgsafe.schema.json'))
  })
})

describe('.pgsaferc.example', () => {
  it('is valid, and says what is the case without it', async () => {
    const withExample = temporaryProject({ '.pgsaferc': example })
    const without = temporaryProject({})
    const valuesIn = async (cwd: string) => {
      const { settings } = await resolveSettings({ cwd, env: {} }, {})
      return JSON.parse(JSON.stringify(settings).replaceAll(cwd, ''), (name, value: unknown) =>
        ['source', 'configFile'].includes(name) ? undefined : value,
      ) as unknown
    }
    expect(await valuesIn(withExample)).toEqual(await valuesIn(without))
  })

  it('shows every key but the URLs', async () => {
    const directory = temporaryProject({
      '.pgsaferc': example.replaceAll(/^# (?=jobs:|reset:|  command:|  seed:)/gm, ''),
    })
    const found = await loadConfig({ found: findConfigFiles([directory]) })
    const shown = Object.entries(found?.values ?? {}).flatMap(([key, value]) =>
      typeof value === 'object' ? Object.keys(value).map((name) => `${key}.${name}`) : [key],
    )
    expect(shown.sort()).toEqual(
      keys
        .map(([key]) => key)
        .filter((key) => key !== 'url' && key !== 'restoreUrl')
        .sort(),
    )
  })
})
