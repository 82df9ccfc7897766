import { describe, expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'

/** Clears the screen, sets the window's title, hides what follows, turns the direction around, and looks like another line. */
const poison = '\u001B[2J\u001B]0;owned\u0007\u001B[8m\u202E\u009B31m\r\nOK'

const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** Whatever a database can be full of names of; `name` distinguishes them. */
function poisonSql(): string {
  const table = quote(`t${poison}`)
  return `
    CREATE SCHEMA ${quote(`s${poison}`)};
    CREATE TABLE ${quote(`s${poison}`)}.${table} (${quote(`c${poison}`)} text DEFAULT ${literal(poison)});
    INSERT INTO ${quote(`s${poison}`)}.${table} SELECT ${literal(poison)} FROM generate_series(1, 5);
    CREATE TABLE ${table} (a integer CONSTRAINT ${quote(`k${poison}`)} CHECK (a > 0)); INSERT INTO ${table} VALUES (1), (2);
    CREATE FUNCTION ${quote(`f${poison}`)}() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    COMMENT ON TABLE ${table} IS ${literal(poison)};
    CREATE TYPE ${quote(`e${poison}`)} AS ENUM (${literal(`v${poison}`)})`
}

/** Line breaks lay out the text, nothing else may reach the terminal; neither may a name begin a line of its own. */
function expectHarmless(what: string, text: string): void {
  const obeyed = text.match(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g) ?? []
  expect({ what, obeyed }).toEqual({ what, obeyed: [] })
  expect({ what, forged: text.split('\n').includes('OK') }).toEqual({ what, forged: false })
}

async function expectHarmlessRun(project: Project, args: readonly string[], exitCode = 0): Promise<void> {
  const outcome = await project.pgsafe(args)
  expectHarmless(args.join(' '), outcome.stdout + outcome.stderr)
  expect({ args, ...outcome }).toMatchObject({ exitCode })
}

describe('names that a hostile database holds', () => {
  it('never reach the terminal as control characters, and everything still comes back', async () => {
    const project = await createProject({ name: `d${poison}` })
    await project.query(poisonSql())
    const before = await project.database.fingerprint()
    const confirm = ['--confirm', project.database.name]
    const wipe = project.write(
      'wipe.sql',
      `SET client_min_messages = warning; DROP SCHEMA ${quote(`s${poison}`)} CASCADE; DROP TABLE ${quote(`t${poison}`)}`,
    )
    await expectHarmlessRun(project, ['backup', '--auto', '--verbose', '--label', poison])
    await expectHarmlessRun(project, ['list'])
    await expectHarmlessRun(project, ['verify', '--restore', '--verbose'])
    await expectHarmlessRun(project, ['doctor'])
    await expectHarmlessRun(project, ['guard', ...confirm, '--verbose', '--', 'psql', '-q', '-f', wipe, project.url])
    await expectHarmlessRun(project, ['diff'])
    await expectHarmlessRun(project, ['undo', ...confirm, '--verbose'])
    expect(await project.database.fingerprint()).toEqual(before)
    await expectHarmlessRun(project, ['undo', '--list'])
    await expectHarmlessRun(project, ['restore', 'no such backup', ...confirm], 4)
    await expectHarmlessRun(project, ['prune', '--yes', '--dry-run', '--verbose'])
  })
})
