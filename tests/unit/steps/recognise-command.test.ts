import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { recogniseCommand } from '../../../src/steps/recognise-command.ts'
import { seeThroughCommand } from '../../../src/steps/see-through-command.ts'
import { temporaryDirectory } from '../../support/test-context.ts'

/** A directory with these files in it; objects are written as JSON. */
function directoryWith(files: Readonly<Record<string, unknown>>): string {
  const directory = temporaryDirectory()
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(directory, name, '..'), { recursive: true })
    writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return directory
}

const recognise = (command: readonly string[], files: Readonly<Record<string, unknown>> = {}, env = {}) =>
  recogniseCommand({ env }, seeThroughCommand(command, directoryWith(files)))

describe('a command of the catalogue', () => {
  it('is told with what it destroys, the safer way and the flags that keep it from asking', async () => {
    const { severity, recognised, segments, effects } = await recognise([
      'npx',
      'prisma',
      'migrate',
      'reset',
      '--force',
    ])
    expect({ severity, recognised }).toEqual({ severity: 'all', recognised: true })
    expect(segments).toMatchObject([
      {
        title: 'prisma migrate reset',
        tool: 'Prisma',
        via: ['npx'],
        consentFlags: ['--force'],
        safer: expect.stringContaining('migrate dev'),
      },
    ])
    expect(effects).toEqual([
      'Drop every table of the schema, run all migrations again, then the seed',
      'Not ask any question of its own (--force)',
    ])
  })

  it('is found behind the scripts of package.json, also of a workspace', async () => {
    const files = {
      'package.json': {
        scripts: { 'db:reset': 'npm run wipe -w shop-db && npm run seed', seed: 'knex seed:run' },
        workspaces: ['packages/*'],
      },
      'packages/db/package.json': { name: 'shop-db', scripts: { wipe: 'dropdb "$PGDATABASE"' } },
      'node_modules/.keep': '',
    }
    const directory = directoryWith(files)
    symlinkSync('../packages/db', join(directory, 'node_modules/shop-db'))
    const { severity, segments } = await recogniseCommand(
      { env: {} },
      seeThroughCommand(['npm', 'run', 'db:reset'], join(directory, 'packages')),
    )
    expect(severity).toBe('database')
    expect(segments.map(({ title, via }) => [title, via.length])).toEqual([
      ['dropdb', 2],
      ['knex seed:run', 2],
    ])
  })

  it('says what a backup of the database does not bring back', async () => {
    const { effects } = await recognise(['docker', 'compose', 'down', '-v'])
    expect(effects.join('\n')).toContain('every database, role and setting kept in those volumes')
  })

  it.each([
    [['sh', '-c', 'yes | prisma migrate reset'], {}, 'yes |'],
    [['sh', '-c', 'echo y | dbmate drop'], {}, 'echo y |'],
    [['supabase', 'db', 'reset', '--linked'], { SUPABASE_YES: '1' }, 'SUPABASE_YES'],
    [['cross-env', 'FLYWAY_CLEAN_DISABLED=false', 'flyway', 'clean'], {}, 'FLYWAY_CLEAN_DISABLED=false'],
  ])('%j is seen not to ask', async (command, env, flag) => {
    const { segments } = await recognise(command, {}, env)
    expect(segments.flatMap(({ consentFlags }) => consentFlags)).toEqual([flag])
  })

  it('lists every part of a chain, and is as bad as the worst of them', async () => {
    const { severity, effects } = await recognise([
      'sh',
      '-c',
      'echo hi && rails db:drop db:create && psql -c "select 1"',
    ])
    expect(severity).toBe('database')
    expect(effects[0]).toBe('Drop the database')
  })
})

describe('an unknown command', () => {
  it('is taken to destroy everything, and says why', async () => {
    const { severity, recognised, reasons, effects } = await recognise(['node', 'scripts/reset.js'])
    expect({ severity, recognised }).toEqual({ severity: 'all', recognised: false })
    expect(reasons).toEqual(['node scripts/reset.js: pgsafe does not know this command'])
    expect(effects).toEqual(['Do what pgsafe cannot know: expect the worst'])
  })

  it('is one whose package.json is broken or missing', async () => {
    expect((await recognise(['npm', 'run', 'x'], { 'package.json': '{ "scripts": ' })).recognised).toBe(false)
    expect((await recognise(['npm', 'run', 'x'], { 'package.json': { scripts: ['a'] } })).recognised).toBe(false)
    expect((await recognise([])).recognised).toBe(false)
  })
})

describe('SQL', () => {
  it.each([
    [['psql', '-c', 'drop table users'], 'all', 'Drop table users'],
    [['psql', '-Xqc', 'drop table users'], 'all', 'Drop table users'],
    [['psql', '-U', 'app', 'shop', '--command=truncate a', '-c', 'select 1'], 'all', 'Empty a'],
    [['psql', '-f', 'wipe.sql'], 'all', 'Drop table users'],
    [['psql', 'postgres://u:p@h/d', '--file', 'wipe.sql'], 'all', 'Drop table users'],
    [['sh', '-c', 'psql < wipe.sql'], 'all', 'Drop table users'],
    [['sh', '-c', 'cat wipe.sql | psql'], 'all', 'Drop table users'],
    [['sh', '-c', 'echo "drop table users" | psql'], 'all', 'Drop table users'],
    [['sh', '-c', "psql <<'EOF'\ndrop table users;\nEOF"], 'all', 'Drop table users'],
    [['sh', '-c', 'cd sub && psql -f ../wipe.sql'], 'all', 'Drop table users'],
    [['prisma', 'db', 'execute', '--file', 'wipe.sql'], 'all', 'Drop table users'],
    [
      ['typeorm', 'query', 'drop schema public cascade', '-d', 'ds.ts'],
      'all',
      'Drop schema public with everything that depends on it',
    ],
    [['psql', '-c', 'drop database shop'], 'database', 'Drop database shop'],
    [['psql', '-c', 'select 1'], 'none', undefined],
    [['psql', '-f', 'safe.sql'], 'none', undefined],
    [['psql', '-c', '\\dt'], 'none', undefined],
  ])('%j', async (command, severity, effect) => {
    const result = await recognise(command, {
      'wipe.sql': 'begin;\ndrop table users;\ncommit;\n',
      'safe.sql': "insert into a values ('drop table users');",
      'sub/.keep': '',
    })
    expect([result.severity, result.effects[0]]).toEqual([severity, effect])
  })

  it.each([
    [['psql', 'shop'], 'standard input'],
    [['psql', '-f', 'missing.sql'], 'missing.sql cannot be read (ENOENT)'],
    [['psql', '-f', '.'], 'no ordinary file'],
    [['psql', '-f', '/dev/stdin'], 'no ordinary file'],
    [['sh', '-c', 'gunzip -c dump.sql.gz | psql'], 'from a pipe (gunzip)'],
    [['psql', '-f', 'leaves.sql'], 'another database'],
    [['sh', '-c', `psql -c "select '$X'"`], 'shell variables may stand in its SQL'],
    [['sh', '-c', 'echo "select $X" | psql'], 'shell variables may stand in its SQL'],
    [['sh', '-c', 'psql -c "$SQL"'], 'shell variables may stand in its SQL'],
  ])('%j has to be looked at by a person', async (command, reason) => {
    const { severity, reasons } = await recognise(command, { 'leaves.sql': '\\c other\nselect 1;' })
    expect(severity).toBe('inspect')
    expect(reasons.join()).toContain(reason)
  })

  it('names the first statements and counts the others', async () => {
    const sql = Array.from({ length: 8 }, (_, index) => `drop table t${index};`).join('')
    expect((await recognise(['psql', '-c', sql])).effects[0]).toBe(
      'Drop table t0; drop table t1; drop table t2; drop table t3; drop table t4; and 3 more statements',
    )
  })

  it('reads only the beginning of a file as large as a dump, and says so', async () => {
    const { severity, reasons } = await recognise(['psql', '-f', 'big.sql'], {
      'big.sql': `select 1;\n--${'x'.repeat(5_000_000)}`,
    })
    expect(severity).toBe('inspect')
    expect(reasons).toEqual(['psql: only the beginning of big.sql was read'])
  })
})
