import { readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import { configFileError } from '../../../src/config/config-file-error.ts'
import { findConfigFiles, type configFileNames } from '../../../src/config/find-project-root.ts'
import { loadConfig } from '../../../src/config/load-config.ts'
import { PgsafeError } from '../../../src/errors.ts'
import { temporaryProject } from './temporary-project.ts'

/** The error as a user sees it, without the directory's name. */
async function complaint(directory: string, name?: string): Promise<string> {
  try {
    await loadConfig(name === undefined ? { found: findConfigFiles([directory]) } : { given: join(directory, name) })
  } catch (error) {
    if (!(error instanceof PgsafeError) || error.code !== 'invalid-config') throw error
    expect(error.hint).toBeDefined()
    return error.message.replaceAll(`${directory}/`, '')
  }
  throw new Error('the configuration was accepted')
}

const yaml = 'retention:\n  days: 7\n'
const json = '{"retention": {"days": 7}}'
const esm = 'export default { retention: { days: 7 } }\n'
const contents: Readonly<Record<(typeof configFileNames)[number], string>> = {
  'package.json': `{"name": "x", "pgsafe": ${json}}`,
  '.pgsaferc': yaml,
  '.pgsaferc.json': json,
  '.pgsaferc.yaml': yaml,
  '.pgsaferc.yml': yaml,
  '.pgsaferc.js': 'module.exports = { retention: { days: 7 } }\n',
  '.pgsaferc.ts':
    'interface C { retention: { days: number } }\nexport default { retention: { days: 7 } } satisfies C\n',
  '.pgsaferc.mjs': esm,
  '.pgsaferc.cjs': 'module.exports = { retention: { days: 7 } }\n',
  'pgsafe.config.js': 'module.exports = { retention: { days: 7 } }\n',
  'pgsafe.config.ts': 'const days: number = 7\nexport default { retention: { days } }\n',
  'pgsafe.config.mjs': esm,
  'pgsafe.config.cjs': 'module.exports = { retention: { days: 7 } }\n',
}

/** The project's own TypeScript, as npm would have installed it. */
function installTypescript(directory: string): void {
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(directory, 'node_modules'))
}

describe('a configuration', () => {
  it.each(Object.entries(contents))('is read from %s', async (name, text) => {
    const directory = temporaryProject({ [name]: text })
    installTypescript(directory)
    const found = await loadConfig({ found: findConfigFiles([directory]) })
    expect(found).toEqual({ path: join(directory, name), values: { retention: { days: 7 } } })
    expect(readdirSync(directory).filter((file) => file !== '.git' && file !== 'node_modules')).toEqual([name])
  })

  it('is read from .pgsaferc in JSON, too', async () => {
    const directory = temporaryProject({ '.pgsaferc': json })
    expect((await loadConfig({ found: findConfigFiles([directory]) }))?.values).toEqual({ retention: { days: 7 } })
  })

  it('is found in the nearest directory that has one; a package.json without the key is none', async () => {
    const directory = temporaryProject({ '.pgsaferc': yaml, 'packages/api/package.json': '{"name": "api"}' })
    const found = await loadConfig({
      found: findConfigFiles([join(directory, 'packages/api'), join(directory, 'packages'), directory]),
    })
    expect(found?.path).toBe(join(directory, '.pgsaferc'))
  })

  it('may be empty, or hold nothing but comments', async () => {
    for (const text of ['', '# directory: backups\n']) {
      const directory = temporaryProject({ '.pgsaferc': text })
      expect(await loadConfig({ found: findConfigFiles([directory]) })).toEqual({
        path: join(directory, '.pgsaferc'),
        values: {},
      })
    }
  })

  it('need not exist', async () => {
    expect(await loadConfig({ found: findConfigFiles([temporaryProject({})]) })).toBeUndefined()
  })
})

describe('a file that is given must be there and be of use', () => {
  it.each([
    ['none.yaml', /^none\.yaml does not exist$/],
    ['package.json', /^package\.json has no "pgsafe" key$/],
    ['pgsafe.toml', /^pgsafe\.toml is of no kind that pgsafe reads/],
    ['.git', /^\.git is a directory$/],
  ])('%s', async (name, problem) => {
    const directory = temporaryProject({ 'package.json': '{}', 'pgsafe.toml': 'x = 1' })
    expect(await complaint(directory, name)).toMatch(problem)
  })

  it('and be readable', () => {
    const denied = Object.assign(new Error('EACCES: permission denied, open'), { code: 'EACCES' })
    expect(configFileError('/app/.pgsaferc', denied).message).toBe('/app/.pgsaferc cannot be read: permission denied')
  })
})

// Under vitest its own loader words the mistakes of .mjs and .cjs.
describe('a mistake is named with its file and place, and never quotes the file', () => {
  it.each([
    ['.pgsaferc.json', '{\n  "url": "hush"\n  "jobs": 1\n}', /^\.pgsaferc\.json, line 3, column 3: is not valid JSON$/],
    ['package.json', '{"pgsafe": {"url": hush}}', /^package\.json, line 1, column 20: is not valid JSON$/],
    ['.pgsaferc', 'jobs: 1\n  url: hush\n', /^\.pgsaferc, line 2, column \d+: is not valid YAML/],
    ['.pgsaferc', 'url: *hush\n', /^\.pgsaferc, line 1, column \d+: is not valid YAML/],
    ['pgsafe.config.mjs', 'export default {\n  jobs: 1\n  url: "hush",\n}\n', /^pgsafe\.config\.mjs, line 3: /],
    ['pgsafe.config.cjs', 'module.exports = {\n  jobs: 1\n  url: "hush",\n}\n', /^pgsafe\.config\.cjs, line 3: /],
    [
      'pgsafe.config.ts',
      'export default {\n  jobs: 1\n  url: "hush",\n}\n',
      /^pgsafe\.config\.ts, line 3: has a syntax error/,
    ],
    [
      'pgsafe.config.mjs',
      '\nthrow new Error("cannot reach postgres://app:secret@vault")\n',
      /^pgsafe\.config\.mjs, line 2: failed: cannot reach postgres:\/\/app:\*\*\*@vault$/,
    ],
  ])('%s: %j', async (name, text, problem) => {
    const directory = temporaryProject({ [name]: text })
    installTypescript(directory)
    const message = await complaint(directory)
    expect(message).toMatch(problem)
    expect(message).not.toContain('hush')
  })

  it('nor goes the text around it along as the cause, which --verbose would show', async () => {
    const mark = { line: 0, column: 4, snippet: 'url: *hush' }
    const ofYaml = Object.assign(new Error('unidentified alias "hush"'), { reason: 'unidentified alias "hush"', mark })
    expect(configFileError('.pgsaferc', ofYaml).cause).toBeUndefined()
    expect(configFileError('.pgsaferc', ofYaml).message).toBe(
      '.pgsaferc, line 1, column 5: is not valid YAML: unidentified alias …',
    )
    const ofScript = new SyntaxError("Unexpected identifier 'url'")
    const error = configFileError('/app/pgsafe.config.mjs', ofScript)
    expect(error.cause).toBeUndefined()
    expect(error.hint).toBe('see where: node --check /app/pgsafe.config.mjs')
  })

  it('a .ts config without TypeScript says what to do', async () => {
    const directory = temporaryProject({ 'pgsafe.config.ts': contents['pgsafe.config.ts'] })
    // Node 22.18 and later need no TypeScript.
    if (Reflect.get(process.features, 'typescript')) {
      expect((await loadConfig({ found: findConfigFiles([directory]) }))?.values).toEqual({ retention: { days: 7 } })
    } else {
      expect(await complaint(directory)).toBe('pgsafe.config.ts needs TypeScript, which this project does not have')
    }
  })
})

describe('what the schema refuses', () => {
  it('is reported all at once, with paths and suggestions', async () => {
    const directory = temporaryProject({
      '.pgsaferc':
        'directry: x\njobs: 0\ncompression: brotli\nretention:\n  day: 3\n  keepLast: -1\nbananas: 1\nurl: 4711\n',
    })
    const message = await complaint(directory)
    expect(
      message
        .replace(/^\.pgsaferc: /, '')
        .split('; ')
        .sort(),
    ).toEqual(
      [
        'bananas is not a known key',
        'compression must be none, gzip, zstd, true (gzip) or false (none)',
        'directry is not a known key (did you mean "directory"?)',
        'jobs must be a whole number from 1 to 256',
        'retention.day is not a known key (did you mean "days"?)',
        'retention.keepLast must be a whole number from 0 to 100000',
        'url must be a text',
      ].sort(),
    )
  })

  it.each([
    ['[]', 'must be an object of settings'],
    ['"text"', 'must be an object of settings'],
    ['{"retention": 30}', 'retention must be a group of settings'],
    ['{"retention": {"days": 1.5}}', 'retention.days must be a whole number from 0 to 36500'],
    ['{"retention": {"days": "30"}}', 'retention.days must be a whole number from 0 to 36500'],
    ['{"retention": {"afterBackup": "no"}}', 'retention.afterBackup must be true or false'],
    ['{"directory": ""}', 'directory must not be empty'],
    ['{"format": "tar"}', 'format must be plain, custom or directory'],
    ['{"urlVariable": "$X"}', 'urlVariable must be the name of a variable'],
    [
      '{"lockWaitTimeout": 0}',
      'lockWaitTimeout must be a time from 1s to 1d: a number of seconds, or a text such as 30s or 2min',
    ],
    [
      '{"lockWaitTimeout": "soon"}',
      'lockWaitTimeout must be a time from 1s to 1d: a number of seconds, or a text such as 30s or 2min',
    ],
    ['{"keptDatabases": {"cuont": 1}}', 'keptDatabases.cuont is not a known key (did you mean "count"?)'],
  ])('%s', async (text, problem) => {
    expect(await complaint(temporaryProject({ '.pgsaferc.json': text }))).toBe(`.pgsaferc.json: ${problem}`)
  })
})
