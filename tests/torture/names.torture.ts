import { expect } from 'vitest'
import { quoteIdentifier, sqlLiteral } from '../../src/domain/sql-text.ts'
import { createProject, type Project } from '../support/project.ts'
import { runPgDump } from '../support/psql.ts'
import { createTestDatabase, existingTestDatabase, onServer, type TestDatabase } from '../support/test-database.ts'
import { superuserOf, testServer, urlOf } from '../support/test-server.ts'
import type { PgsafeOutcome } from '../support/run-pgsafe.ts'
import type { Random } from './frame/random.ts'
import { type Round, torture } from './frame/torture.ts'
import { oddName } from './odd-names.ts'

const formats = [[], ['--compress'], ['--format', 'custom'], ['--format', 'directory']] as const

torture('odd names of database, role, schemas, tables and columns', { full: 200, short: 1 }, async (trial) => {
  const project = await createProject({ fixture: 'empty' })
  await trial.rounds((round) => bringBack(project, round))
})

/** Backup, damage, restore: the same dump before and after, whatever everything is called. */
async function bringBack(project: Project, { random, note }: Round): Promise<void> {
  const [role, name] = [oddName(random), oddName(random)]
  const password = random.bytes(6).toString('hex')
  await onServer(`CREATE ROLE ${quoteIdentifier(role)} LOGIN CREATEDB PASSWORD '${password}'`)
  const database = await createTestDatabase({ name, owner: role })
  try {
    const schemas = [oddName(random), oddName(random)]
    await database.query(
      `SET ROLE ${quoteIdentifier(role)};${schemas.map((schema) => objectsIn(schema, random)).join('')}`,
    )
    const before = await contentsOf(database)
    const env = { DATABASE_URL: urlOf({ ...superuserOf(testServer(), name), user: role, password }) }
    const format = random.pick(formats)
    const made = await project.pgsafe(['backup', '--auto', '--json', '--no-prune', ...format], { env })
    if (name.startsWith('postgresql://')) return expectNoUrl(made, note)
    expect({ name, role, made }).toMatchObject({ made: { exitCode: 0 } })
    const { backup } = JSON.parse(made.stdout) as { backup: { id: string; database: string } }
    await database.query(`DROP SCHEMA ${quoteIdentifier(schemas[0] ?? '')} CASCADE`)
    const restored = await project.pgsafe(['restore', '--latest', '--yes', '--json'], { env })
    expect({ name, role, restored }).toMatchObject({ restored: { exitCode: 0 } })
    expect(JSON.parse(restored.stdout)).toMatchObject({ restored: { id: backup.id } })
    expect(await contentsOf(database)).toBe(before)
    const said = [made, restored].map(({ stdout, stderr }) => stdout + stderr).join('')
    expect(said).not.toMatch(/[\u001b\u0007]/)
    expect(said).not.toContain(password)
    note(format.at(-1)?.replace('--compress', 'gzip') ?? 'plain')
  } finally {
    await forget(role)
  }
}

/** Programs differ in whether they take such a name for a URL: it is refused, and nothing is guessed. */
function expectNoUrl(made: PgsafeOutcome, note: Round['note']): void {
  expect(made).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('a URL stands where a database name') })
  note('refused, as it reads like a URL')
}

function objectsIn(schema: string, random: Random): string {
  const [table, column, other, view, index] = [1, 2, 3, 4, 5].map(() => quoteIdentifier(oddName(random)))
  const at = quoteIdentifier(schema)
  return `CREATE SCHEMA ${at};
    CREATE TABLE ${at}.${table} (${column} text, ${other} serial);
    INSERT INTO ${at}.${table} (${column}) VALUES (${sqlLiteral(oddName(random))}), (NULL), ('\\.'), (${sqlLiteral(schema)});
    COMMENT ON COLUMN ${at}.${table}.${column} IS ${sqlLiteral(oddName(random))};
    CREATE INDEX ${index} ON ${at}.${table} (${column});
    CREATE VIEW ${at}.${view} AS SELECT ${column} AS ${other} FROM ${at}.${table};`
}

/** Schema and rows as pg_dump writes them, without the key that is another every time. */
async function contentsOf({ at }: TestDatabase): Promise<string> {
  return (await runPgDump(at, [])).replaceAll(/^\\(un)?restrict .*$/gm, '')
}

async function forget(role: string): Promise<void> {
  const owned = await onServer(
    `SELECT json_agg(datname) FROM pg_database WHERE pg_get_userbyid(datdba) = ${sqlLiteral(role)}`,
  )
  for (const name of JSON.parse(owned === '' ? '[]' : owned) as string[]) await existingTestDatabase(name).drop()
  await onServer(`DROP ROLE ${quoteIdentifier(role)}`)
}
