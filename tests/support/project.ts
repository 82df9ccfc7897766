import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { quoteIdentifier, sqlLiteral } from '../../src/domain/sql-text.ts'
import { runSql, type SqlTarget } from './psql.ts'
import { runPgsafe, type PgsafeOutcome, type PgsafeRun } from './run-pgsafe.ts'
import { openTerminal, type Terminal, type TerminalOptions } from './terminal.ts'
import { createTestDatabase, existingTestDatabase, onServer, type TestDatabase } from './test-database.ts'
import { createTestRole, type TestRole } from './test-role.ts'
import { urlOf } from './test-server.ts'

/** A folder as a developer has it, with a database of its own: what most end-to-end tests happen in. */
export interface Project {
  readonly directory: string
  /** Its `backups` folder; it may not exist yet. */
  readonly store: string
  readonly database: TestDatabase
  /** Who pgsafe connects as: an ordinary role with CREATEDB that owns the database. */
  readonly role: TestRole
  readonly at: SqlTarget
  readonly url: string
  /** SQL in its database, as the role. */
  query(sql: string): Promise<string>
  /** Runs pgsafe in it, with DATABASE_URL set. Fails the test when a password shows. */
  pgsafe(args: readonly string[], run?: Partial<PgsafeRun>): Promise<PgsafeOutcome>
  terminal(args: readonly string[], options?: Partial<TerminalOptions>): Promise<Terminal>
  /** Makes a backup; returns its manifest and absolute path. */
  backup(...args: string[]): Promise<MadeBackup>
  /** The databases that belong to the role: its own, what is kept of it, and anything left behind. */
  databases(): Promise<string[]>
  /** Of a file below the folder, written there. */
  write(name: string, content: string | Buffer): string
}

export interface MadeBackup {
  readonly id: string
  readonly file: string
  readonly path: string
}

export interface ProjectOptions {
  /** Default: a few small tables. */
  readonly fixture?: 'small' | 'shop' | 'empty'
  readonly name?: string
  /** Attributes of the role; default CREATEDB. */
  readonly attributes?: string
}

/** Every kind of thing that a careless restore loses, small enough to be restored in no time. */
const smallSql = `
  CREATE TABLE customers (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, note text);
  CREATE TABLE orders (id serial PRIMARY KEY, customer integer NOT NULL REFERENCES customers, total numeric(10,2));
  CREATE VIEW totals AS SELECT customer, sum(total) AS total FROM orders GROUP BY customer;
  CREATE FUNCTION greet(who text) RETURNS text LANGUAGE sql AS $$ SELECT 'COPY public.ghost FROM stdin; ' || who $$;
  INSERT INTO customers (name, note) SELECT 'customer ' || n, repeat('x', n % 40) || E'\\t\\\\.' FROM generate_series(1, 200) n;
  INSERT INTO orders (customer, total) SELECT n % 200 + 1, n * 1.5 FROM generate_series(1, 1000) n;
  SELECT lo_from_bytea(0, '\\xdeadbeef');`

/** A project for the running test; folder, role and databases go when it ends. */
export async function createProject(options: ProjectOptions = {}): Promise<Project> {
  const project = await openProject(options)
  onTestFinished(() => cleanUp(project))
  return project
}

/** One project for all tests of a describe block that leave it as it is; `prepare` runs once. */
export function shareProject(
  prepare?: (project: Project) => Promise<void>,
  options: ProjectOptions = {},
): () => Project {
  let project: Project | undefined
  beforeAll(async () => {
    project = await openProject(options)
    await prepare?.(project)
  })
  afterAll(async () => {
    if (project !== undefined) await cleanUp(project)
  })
  return () => {
    if (project === undefined) throw new Error('the project is opened before the first test')
    return project
  }
}

async function openProject(options: ProjectOptions): Promise<Project> {
  const { fixture = 'small', name, attributes = 'CREATEDB' } = options
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'pgsafe-project-')))
  const role = await createTestRole({ attributes })
  const database = await createTestDatabase({
    owner: role.name,
    fixture: fixture === 'shop' ? 'shop' : 'empty',
    ...(name === undefined ? {} : { name }),
  })
  if (fixture === 'small') await database.query(`SET ROLE ${quoteIdentifier(role.name)};${smallSql}`)
  return projectIn({ directory, role, database })
}

function projectIn({ directory, role, database }: Pick<Project, 'directory' | 'role' | 'database'>): Project {
  const at = role.at(database.name)
  const env = { DATABASE_URL: urlOf(at) }
  const pgsafe: Project['pgsafe'] = async (args, run = {}) => {
    const outcome = await runPgsafe(args, { cwd: directory, ...run, env: { ...env, ...run.env } })
    expect(outcome.stdout + outcome.stderr).not.toContain(at.password)
    return outcome
  }
  return {
    directory,
    store: join(directory, 'backups'),
    database,
    role,
    at,
    url: urlOf(at),
    query: (sql) => runSql(at, sql),
    pgsafe,
    terminal: async (args, more = {}) => {
      const terminal = await openTerminal({ args, cwd: directory, ...more, env: { ...env, ...more.env } })
      onTestFinished(() => terminal.close())
      return terminal
    },
    backup: async (...args) => {
      const outcome = await pgsafe(['backup', '--auto', '--json', ...args])
      expect(outcome).toMatchObject({ exitCode: 0 })
      return (JSON.parse(outcome.stdout) as { backup: MadeBackup }).backup
    },
    databases: () => databasesOf(role),
    write: (file, content) => {
      const path = join(directory, file)
      writeFileSync(path, content)
      return path
    },
  }
}

async function databasesOf(role: TestRole): Promise<string[]> {
  const names = await onServer(
    `SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = ${sqlLiteral(role.name)} ORDER BY datname`,
  )
  return names === '' ? [] : names.split('\n')
}

async function cleanUp({ directory, role }: Project): Promise<void> {
  rmSync(directory, { recursive: true, force: true })
  for (const name of await databasesOf(role)) await existingTestDatabase(name).drop()
}

/** Backups in the store, without manifests and our own files. */
export function backupFiles({ store }: Pick<Project, 'store'>): string[] {
  return readdirSync(store).filter((name) => !name.startsWith('.') && !name.endsWith('.json'))
}
