import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, inject } from 'vitest'
import type { Severity } from '../../src/domain/command/severity.ts'
import { createProject, type Project, type ProjectOptions } from './project.ts'

/** Whether the real programs are there; install-clients.ts said so loudly when not. */
export const hasClients = (): boolean => inject('clients') !== null

interface ClientProjectOptions extends ProjectOptions {
  /** Packages in its node_modules: by their name, or `{ prisma: 'prisma6' }` for one of several installed versions. */
  readonly packages?: Readonly<Record<string, string>> | readonly string[]
}

/** A project of a developer who uses this tool: the files of tests/fixtures/clients, packages with their programs in node_modules. */
export async function createClientProject(
  fixture: string,
  { packages = [], ...options }: ClientProjectOptions = {},
): Promise<Project> {
  const project = await createProject(options)
  cpSync(join(import.meta.dirname, '../fixtures/clients', fixture), project.directory, { recursive: true })
  const named = Array.isArray(packages)
    ? packages.map((name: string) => [name, name] as const)
    : Object.entries(packages)
  for (const [name, installed] of named) linkPackage(project.directory, name, installed)
  return project
}

/** As npm does it: the package, and its programs in node_modules/.bin. */
function linkPackage(directory: string, name: string, installed: string): void {
  const real = join(clientsDirectory(), 'node_modules', installed)
  const link = join(directory, 'node_modules', name)
  for (const folder of [dirname(link), join(directory, 'node_modules/.bin')]) mkdirSync(folder, { recursive: true })
  symlinkSync(real, link)
  const { bin = {} } = JSON.parse(readFileSync(join(real, 'package.json'), 'utf8')) as {
    bin?: string | Record<string, string>
  }
  const programs = typeof bin === 'string' ? { [basename(name)]: bin } : bin
  for (const [program, path] of Object.entries(programs)) {
    // Some packages leave that to npm.
    chmodSync(join(real, path), 0o755)
    symlinkSync(join('..', name, path), join(directory, 'node_modules/.bin', program))
  }
}

/** Where install-clients.ts put them. */
export function clientsDirectory(): string {
  const directory = inject('clients')
  if (directory === null) throw new Error('the clients are not installed')
  return directory
}

interface Wipe {
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
  /** What says yes; default `--yes`. */
  readonly consent?: readonly string[]
  /** What the screen must say of the target; `proven`: the servers were asked, `pinned`: guard sets the variable it reads. */
  readonly target: 'proven' | 'pinned' | 'unproven'
  /** What `--explain` must say of it: the tool, and how much it destroys. */
  readonly known?: readonly [tool: string, severity: Severity]
  /** SQL that tells what is left, and its answer after the command; a database that is gone answers `gone`. */
  readonly left: readonly [sql: string, answer: string]
}

const sentences = {
  proven: 'proven on the server to be the one that the command acts on',
  pinned: 'the command is given this one in its environment',
  unproven: 'NOT proven to be the one that the command acts on',
}

/**
 * The promise: the real command runs behind guard and really destroys something, and one line brings back every row,
 * sequence, owner, grant and setting. Returns what the screen said.
 */
export async function expectUndoable(project: Project, wipe: Wipe): Promise<string> {
  const { command, consent = ['--yes'], env = {}, target, left, known } = wipe
  if (known !== undefined) await expectKnown(project, { command, env, known })
  await addGrantsAndSettings(project)
  const before = await project.database.fingerprint()
  const guarded = await project.pgsafe(['guard', ...consent, '--', ...command], { env })
  const screen = guarded.stdout + guarded.stderr
  // With the screen, so that a failure shows what the client said.
  expect({ screen, exitCode: guarded.exitCode }).toEqual({ screen, exitCode: 0 })
  expect(screen).toContain(sentences[target])
  expect(screen).toContain('What happened')
  expect(await answerOf(project, left[0])).toBe(left[1])
  const undone = await project.pgsafe(['undo', '--yes'], { env })
  expect(undone).toEqual({ ...undone, exitCode: 0 })
  expect(await project.database.fingerprint()).toEqual(before)
  return guarded.stderr
}

type KnownWipe = Required<Pick<Wipe, 'command' | 'env' | 'known'>>

async function expectKnown(project: Project, { command, env, known: [tool, severity] }: KnownWipe): Promise<void> {
  const { stdout } = await project.pgsafe(['guard', '--explain', '--json', '--', ...command], { env })
  const { explained } = JSON.parse(stdout) as { explained: { segments: object[] } }
  expect(explained).toMatchObject({ recognised: true, severity })
  expect(explained.segments).toContainEqual(expect.objectContaining({ tool }))
}

async function answerOf(project: Project, sql: string): Promise<string> {
  return project.query(sql).catch((error: Error) => (error.message.includes('does not exist') ? 'gone' : error.message))
}

/** What a dump without -C does not hold, and what a wipe of the tables takes along. */
async function addGrantsAndSettings({ database, role }: Project): Promise<void> {
  await database.query(`ALTER DATABASE "${database.name}" SET work_mem = '7MB'; COMMENT ON DATABASE "${database.name}" IS 'mine';
    ALTER DATABASE "${database.name}" CONNECTION LIMIT 50; SET ROLE "${role.name}"; GRANT SELECT ON customers TO pg_monitor;
    GRANT UPDATE (total) ON orders TO pg_monitor; ALTER SEQUENCE orders_id_seq RESTART WITH 5000;
    GRANT TEMPORARY ON DATABASE "${database.name}" TO pg_monitor`)
}

interface WrongTarget {
  readonly command: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
  /** The database that it would have hit. */
  readonly other: string
}

/** A command that would hit another database than the one that is backed up: 125, both named, nothing ran, nothing written. */
export async function expectRefused(project: Project, { command, env = {}, other }: WrongTarget): Promise<void> {
  const before = await project.database.fingerprint()
  const outcome = await project.pgsafe(['guard', '--json', '--yes', '--', ...command], { env })
  expect(outcome).toMatchObject({ exitCode: 125 })
  const { error } = JSON.parse(outcome.stdout) as { error: { code: string; message: string } }
  expect(error.code).toBe('other-database')
  expect(error.message).toContain(`/${other}`)
  expect(error.message).toContain(`/${project.database.name}`)
  expect(existsSync(project.store) ? readdirSync(project.store).join() : '').not.toContain('.sql')
  expect(await project.database.fingerprint()).toEqual(before)
}

/** Prisma's own engine in its WebAssembly build: the native one is downloaded at run time. */
export function prismaEnvironment(): Record<string, string | undefined> {
  const engine = join(clientsDirectory(), 'prisma-engine')
  return {
    PRISMA_SCHEMA_ENGINE_BINARY: join(engine, 'schema-engine'),
    PRISMA_QUERY_ENGINE_LIBRARY: join(engine, 'query-engine-placeholder'),
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    DATABASE_URL: undefined,
  }
}
