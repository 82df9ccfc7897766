import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProjectRoot } from '../../../src/config/find-project-root.ts'
import { resolveSettings, type SettingFlags } from '../../../src/config/resolve-settings.ts'
import { PgsafeError } from '../../../src/errors.ts'
import type { Environment } from '../../../src/system/context.ts'
import { temporaryProject } from './temporary-project.ts'

type Flags = SettingFlags & { config?: string; dir?: string }

const settingsOf = async (cwd: string, env: Environment = {}, flags: Flags = {}) =>
  (await resolveSettings({ cwd, env }, flags)).settings

async function complaint(cwd: string, env: Environment, flags: Flags = {}): Promise<string> {
  try {
    await settingsOf(cwd, env, flags)
  } catch (error) {
    if (error instanceof PgsafeError) return `${error.code}: ${error.message}`
    throw error
  }
  throw new Error('the settings were accepted')
}

describe('without any configuration', () => {
  it('everything has its default, and says so', async () => {
    const cwd = temporaryProject({})
    const settings = await settingsOf(cwd)
    const byDefault = <T>(value: T) => ({ value, source: 'default' })
    expect(settings).toEqual({
      projectRoot: cwd,
      configFile: undefined,
      envFile: undefined,
      directory: byDefault(join(cwd, 'backups')),
      compression: byDefault('none'),
      format: byDefault('plain'),
      engine: byDefault('dump'),
      jobs: byDefault(undefined),
      retention: {
        days: byDefault(30),
        keepLast: byDefault(0),
        keepDaily: byDefault(0),
        keepWeekly: byDefault(0),
        keepMonthly: byDefault(0),
        afterBackup: byDefault(true),
      },
      lockWaitTimeout: byDefault(30),
      skipPrompt: byDefault(false),
      agent: byDefault('auto'),
      urlVariable: byDefault('DATABASE_URL'),
      keptDatabases: { count: byDefault(1), hours: byDefault(24) },
      guard: { allow: byDefault([]), deny: byDefault([]) },
      reset: { command: byDefault(undefined), seed: byDefault(undefined) },
    })
  })
})

describe('reset.command and reset.seed', () => {
  it('are command lines in the configuration file, and nowhere else', async () => {
    const project = { '.pgsaferc': 'reset:\n  command: npm run wipe && npm run migrate\n  seed: [[node, "a b.js"]]\n' }
    expect((await settingsOf(temporaryProject(project), { PGSAFE_RESET_COMMAND: 'dropdb shop' })).reset).toEqual({
      command: {
        value: [
          ['npm', 'run', 'wipe'],
          ['npm', 'run', 'migrate'],
        ],
        source: 'reset.command in .pgsaferc',
      },
      seed: { value: [['node', 'a b.js']], source: 'reset.seed in .pgsaferc' },
    })
  })

  it('that need a shell are refused, without repeating a password', async () => {
    const project = {
      '.pgsaferc': JSON.stringify({ reset: { command: 'psql postgres://ada:geheim77@db/shop < a.sql' } }),
    }
    const said = await complaint(temporaryProject(project), {})
    expect(said).toMatch(/^invalid-setting: reset\.command in \.pgsaferc is ".*": must be a command line/)
    expect(said).not.toContain('geheim77')
  })
})

describe('agent', () => {
  it.each([
    [{ PGSAFE_AGENT: 'yes' }, {}, { value: 'yes', source: 'PGSAFE_AGENT' }],
    [{ PGSAFE_AGENT: '0' }, {}, { value: 'no', source: 'PGSAFE_AGENT' }],
    [{ PGSAFE_AGENT: 'yes' }, { agent: 'auto' }, { value: 'auto', source: '--agent' }],
    [{}, {}, { value: 'yes', source: 'agent in .pgsaferc' }],
  ] as const)('with %j and %j', async (env, flags, setting) => {
    const cwd = temporaryProject({ '.pgsaferc': 'agent: yes' })
    expect((await settingsOf(cwd, env, flags)).agent).toEqual(setting)
  })

  it('takes no other word', async () => {
    expect(await complaint(temporaryProject({}), { PGSAFE_AGENT: 'perhaps' })).toContain('must be auto, yes or no')
    expect(await complaint(temporaryProject({ '.pgsaferc': 'agent: perhaps' }), {})).toContain(
      'must be auto, yes or no',
    )
  })
})

describe('guard.allow and guard.deny', () => {
  it('are lists of hosts in the configuration file, and nowhere else', async () => {
    const project = { '.pgsaferc': 'guard:\n  allow: [pg-ci, "*.dev.example.com"]\n  deny: [localhost/billing]\n' }
    const env = { PGSAFE_GUARD_ALLOW: 'db.example.com', GUARD_ALLOW: 'db.example.com' }
    expect((await settingsOf(temporaryProject(project), env)).guard).toEqual({
      allow: { value: ['pg-ci', '*.dev.example.com'], source: 'guard.allow in .pgsaferc' },
      deny: { value: ['localhost/billing'], source: 'guard.deny in .pgsaferc' },
    })
  })

  it.each(['localhost:5432', 'postgresql://app@db/shop', '*', '*.', 'db.*', 'a b', '', 'host/a/b'])(
    'do not take %j, which would never match or match everything',
    async (rule) => {
      const project = { '.pgsaferc': JSON.stringify({ guard: { deny: ['fine.example.com', rule] } }) }
      expect(await complaint(temporaryProject(project), {})).toMatch(/^invalid-config: .*guard\.deny\.1 must be a list/)
    },
  )

  it('have a likeness for a key that was mistyped', async () => {
    expect(await complaint(temporaryProject({ '.pgsaferc': 'guard: { alow: [] }' }), {})).toContain('mean "allow"')
  })
})

describe('the first source that says anything wins', () => {
  const files = {
    '.pgsaferc': 'retention: { days: 5 }\n',
    '.env': 'PGSAFE_RETENTION_DAYS=3\nBACKUP_RETENTION_DAYS=4\n',
  }

  it.each([
    [{ PGSAFE_RETENTION_DAYS: '1', BACKUP_RETENTION_DAYS: '2' }, files, 1, 'PGSAFE_RETENTION_DAYS'],
    [{ BACKUP_RETENTION_DAYS: '2' }, files, 3, 'PGSAFE_RETENTION_DAYS in .env'],
    [{ BACKUP_RETENTION_DAYS: '2' }, { ...files, '.env': '' }, 2, 'BACKUP_RETENTION_DAYS'],
    [{}, { ...files, '.env': 'BACKUP_RETENTION_DAYS=4' }, 4, 'BACKUP_RETENTION_DAYS in .env'],
    [
      { BACKUP_RETENTION_DAYS: '', PGSAFE_RETENTION_DAYS: '' },
      { '.pgsaferc': files['.pgsaferc'] },
      5,
      'retention.days in .pgsaferc',
    ],
    [{}, { 'package.json': '{"pgsafe": {"retention": {"days": 6}}}' }, 6, 'retention.days in package.json#pgsafe'],
    [{}, {}, 30, 'default'],
  ])('%j', async (env, project, value, source) => {
    expect((await settingsOf(temporaryProject(project), env)).retention.days).toEqual({ value, source })
  })

  it('flags before everything else', async () => {
    const cwd = temporaryProject({ '.pgsaferc': 'compression: none\njobs: 3\nformat: custom\nlockWaitTimeout: 5\n' })
    const env = {
      PGSAFE_COMPRESSION: 'none',
      PGSAFE_KEEP_LAST: '1',
      PGSAFE_JOBS: '2',
      PGSAFE_FORMAT: 'plain',
      PGSAFE_LOCK_WAIT_TIMEOUT: '6',
    }
    const settings = await settingsOf(cwd, env, {
      compress: true,
      jobs: '8',
      format: 'directory',
      lockWaitTimeout: '2min',
      days: 3,
      keepLast: 4,
      dir: 'd',
    })
    expect(settings.compression).toEqual({ value: 'gzip', source: '--compress' })
    expect(settings.jobs).toEqual({ value: 8, source: '--jobs' })
    expect(settings.format).toEqual({ value: 'directory', source: '--format' })
    expect(settings.retention).toMatchObject({
      days: { value: 3, source: '--days' },
      keepLast: { value: 4, source: '--keep-last' },
    })
    expect(settings.lockWaitTimeout).toEqual({ value: 120, source: '--lock-wait-timeout' })
    expect(settings.directory).toEqual({ value: join(cwd, 'd'), source: '--dir' })
  })

  it('takes every value that the config file may hold', async () => {
    const cwd = temporaryProject({
      '.pgsaferc':
        'compression: true\nskipPrompt: true\nurlVariable: SHOP_URL\nlockWaitTimeout: 1h\nkeptDatabases: { count: 0, hours: 0 }\nretention: { days: 0, keepLast: 1, keepDaily: 2, keepWeekly: 3, keepMonthly: 4, afterBackup: false }\n',
    })
    const { compression, skipPrompt, urlVariable, lockWaitTimeout, keptDatabases, retention } = await settingsOf(cwd)
    const values = [
      compression,
      skipPrompt,
      urlVariable,
      lockWaitTimeout,
      ...Object.values(keptDatabases),
      ...Object.values(retention),
    ]
    expect(values.map(({ value }) => value)).toEqual(['gzip', true, 'SHOP_URL', 3600, 0, 0, 0, 1, 2, 3, 4, false])
  })
})

describe('a path is relative to what set it', () => {
  it.each<[string, Environment, Flags, string]>([
    ['--dir', { PGSAFE_DIR: 'b' }, { dir: 'a' }, 'api/sub/a'],
    ['PGSAFE_DIR', { PGSAFE_DIR: 'b', BACKUP_DIR: 'c' }, {}, 'api/sub/b'],
    ['BACKUP_DIR', { BACKUP_DIR: './c' }, {}, 'api/sub/c'],
    ['BACKUP_DIR in ../.env', {}, {}, 'api/from-env'],
  ])('%s', async (source, env, flags, expected) => {
    const root = temporaryProject({
      '.pgsaferc': 'directory: from-config',
      'api/package.json': '{}',
      'api/.env': 'BACKUP_DIR=from-env',
      'api/sub/x': '',
    })
    const { directory } = await settingsOf(join(root, 'api/sub'), env, flags)
    expect(directory).toEqual({ value: join(root, expected), source })
  })

  it('a config file of the whole repository serves its packages, each with its own .env', async () => {
    const root = temporaryProject({ '.pgsaferc': 'directory: all', 'api/package.json': '{}', 'api/.env': 'X=1' })
    const settings = await settingsOf(join(root, 'api'))
    expect(settings.directory).toEqual({ value: join(root, 'all'), source: 'directory in ../.pgsaferc' })
    expect(settings.projectRoot).toBe(join(root, 'api'))
    expect(settings.envFile).toBe(join(root, 'api/.env'))
  })

  it('absolute paths and ~/ stay what they are', async () => {
    const cwd = temporaryProject({})
    expect((await settingsOf(cwd, { BACKUP_DIR: '/srv/backups' })).directory.value).toBe('/srv/backups')
    expect((await settingsOf(cwd, { BACKUP_DIR: '~/b', HOME: '/home/me' })).directory.value).toBe('/home/me/b')
  })
})

describe('--config and PGSAFE_CONFIG', () => {
  const files = { '.pgsaferc': 'jobs: 1', 'other/a.yaml': 'jobs: 2\ndirectory: x', 'b.json': '{"jobs": 3}' }

  it('name a file instead of the one that would be found', async () => {
    const cwd = temporaryProject(files)
    const env = { PGSAFE_CONFIG: 'b.json' }
    expect((await settingsOf(cwd, env)).jobs).toEqual({ value: 3, source: 'jobs in b.json' })
    const settings = await settingsOf(cwd, env, { config: 'other/a.yaml' })
    expect(settings.jobs.value).toBe(2)
    expect(settings.directory.value).toBe(join(cwd, 'other/x'))
    expect(settings.configFile).toBe(join(cwd, 'other/a.yaml'))
  })

  it('may stand in .env, relative to it', async () => {
    const root = temporaryProject({ ...files, '.env': 'PGSAFE_CONFIG=b.json', 'sub/x': '' })
    expect((await settingsOf(join(root, 'sub'))).jobs.value).toBe(3)
  })

  it('must name one that exists', async () => {
    expect(await complaint(temporaryProject({}), {}, { config: 'none.yaml' })).toMatch(
      /^invalid-config: .*none\.yaml does not exist/,
    )
  })
})

describe('a value that makes no sense', () => {
  it.each([
    [{ BACKUP_RETENTION_DAYS: 'abc' }, 'BACKUP_RETENTION_DAYS is "abc": must be a whole number from 0 to 36500'],
    [{ BACKUP_RETENTION_DAYS: '-1' }, 'BACKUP_RETENTION_DAYS is "-1": must be a whole number from 0 to 36500'],
    [{ BACKUP_RETENTION_DAYS: '1.5' }, 'BACKUP_RETENTION_DAYS is "1.5": must be a whole number from 0 to 36500'],
    [{ BACKUP_RETENTION_DAYS: '36501' }, 'BACKUP_RETENTION_DAYS is "36501": must be a whole number from 0 to 36500'],
    [{ SKIP_BACKUP_PROMPT: 'maybe' }, 'SKIP_BACKUP_PROMPT is "maybe": must be true or false'],
    [{ PGSAFE_JOBS: '0' }, 'PGSAFE_JOBS is "0": must be a whole number from 1 to 256'],
    [{ PGSAFE_COMPRESSION: 'brotli' }, 'PGSAFE_COMPRESSION is "brotli": must be gzip, zstd or none'],
    [{ PGSAFE_FORMAT: 'tar' }, 'PGSAFE_FORMAT is "tar": must be plain, custom or directory'],
    [
      { PGSAFE_LOCK_WAIT_TIMEOUT: '0' },
      'PGSAFE_LOCK_WAIT_TIMEOUT is "0": must be a time from 1s to 1d, such as 30s or 2min',
    ],
    [{ PGSAFE_URL_VARIABLE: 'a-b' }, 'PGSAFE_URL_VARIABLE is "a-b": must be the name of a variable'],
    [{ BACKUP_DIR: '  ' }, 'BACKUP_DIR is "  ": must be a path'],
    [{ PGSAFE_JOBS: '\u001B[2J' }, String.raw`PGSAFE_JOBS is "\x1b[2J": must be a whole number from 1 to 256`],
  ])('%j is refused with its name', async (env, message) => {
    expect(await complaint(temporaryProject({}), env)).toBe(`invalid-setting: ${message}`)
  })

  it.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['yes', true],
    ['false', false],
    ['0', false],
    ['no', false],
  ])('but SKIP_BACKUP_PROMPT=%s does', async (text, value) => {
    expect((await settingsOf(temporaryProject({}), { SKIP_BACKUP_PROMPT: text })).skipPrompt.value).toBe(value)
  })

  it('all of them are reported at once, with their sources', async () => {
    const cwd = temporaryProject({ '.env': 'BACKUP_RETENTION_DAYS=soon' })
    const message = await complaint(cwd, { SKIP_BACKUP_PROMPT: 'maybe' }, { jobs: 'many' })
    expect(message.split('; ')).toEqual([
      'invalid-setting: --jobs is "many": must be a whole number from 1 to 256',
      'BACKUP_RETENTION_DAYS in .env is "soon": must be a whole number from 0 to 36500',
      'SKIP_BACKUP_PROMPT is "maybe": must be true or false',
    ])
  })
})

describe('.env', () => {
  it('understands quotes, comments, export and ${NAME}', async () => {
    const cwd = temporaryProject({ '.env': '# x\nexport BASE="/srv"\nBACKUP_DIR=${BASE}/b # here\n' })
    expect((await settingsOf(cwd)).directory.value).toBe('/srv/b')
  })

  it('may be a directory, as in some Python projects', async () => {
    const cwd = temporaryProject({})
    mkdirSync(join(cwd, '.env'))
    expect((await settingsOf(cwd)).envFile).toBeUndefined()
  })
})

describe('the root of the project', () => {
  it('is the nearest directory with a config file or a package.json', () => {
    const root = temporaryProject({ 'package.json': '{}', 'a/b/c/x': '', 'a/.pgsaferc': '' })
    expect(findProjectRoot(join(root, 'a/b/c'), undefined)).toBe(join(root, 'a'))
    expect(findProjectRoot(root, undefined)).toBe(root)
  })

  it('is the working directory when there is neither within the repository, or below the home directory', () => {
    const outer = temporaryProject(
      { 'package.json': '{}', 'repository/.git/x': '', 'repository/sub/x': '' },
      { bounded: false },
    )
    expect(findProjectRoot(join(outer, 'repository/sub'), undefined)).toBe(join(outer, 'repository/sub'))
    const home = temporaryProject({ 'me/scratch/x': '', 'package.json': '{}' }, { bounded: false })
    expect(findProjectRoot(join(home, 'me/scratch'), join(home, 'me'))).toBe(join(home, 'me/scratch'))
  })
})
