import { accessSync, constants, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { compareVersions, parseVersion, type PostgresVersion } from '../domain/versions.ts'
import type { Context } from '../system/context.ts'
import { childEnvironment } from './child-environment.ts'
import { clientDirectories } from './client-directories.ts'
import type { ClientTools } from './client-tools.ts'

type ToolsContext = Pick<Context, 'process' | 'env'>

/** They do not change while a command runs, and one command asks for them several times. */
const alreadyFound = new WeakMap<ToolsContext['env'], Promise<ClientTools[]>>()

/**
 * Every installation of psql, pg_dump and pg_restore in one version on this machine, newest first (where they are searched:
 * clientDirectories). Of two ways to the same programs, the first counts. Looked for once per environment.
 */
export function findClientTools(ctx: ToolsContext): Promise<ClientTools[]> {
  const found = alreadyFound.get(ctx.env) ?? searchTools(ctx)
  alreadyFound.set(ctx.env, found)
  return found
}

async function searchTools(ctx: ToolsContext): Promise<ClientTools[]> {
  const directories = distinct(clientDirectories(ctx.env))
  const found = await Promise.all(directories.map((directory) => readTools(ctx, directory)))
  return found.filter((tools) => tools !== undefined).sort((a, b) => compareVersions(b.version, a.version))
}

/** Without directories that lack pg_dump and without those whose pg_dump another one leads to. */
function distinct(directories: readonly string[]): string[] {
  const programs = directories.map((directory) => resolveProgram(join(directory, program('pg_dump'))))
  // Debian's wrapper starts Perl to run a program of /usr/lib/postgresql, which is searched anyway.
  const real = programs.map((path) => (path !== undefined && basename(path) === 'pg_wrapper' ? undefined : path))
  return directories.filter((_, index) => real[index] !== undefined && real.indexOf(real[index]) === index)
}

async function readTools(ctx: ToolsContext, directory: string): Promise<ClientTools | undefined> {
  const pathOf = (name: string): string => join(directory, program(name))
  const required = [pathOf('psql'), pathOf('pg_dump'), pathOf('pg_restore')] as const
  const [psql, pgDump, pgRestore] = required
  const versions = await Promise.all(required.map((path) => readVersion(ctx, path)))
  const [first] = versions
  if (first === undefined || versions.some((other) => other?.version !== first.version)) return undefined
  const pgDumpall = pathOf('pg_dumpall')
  const hasDumpall = resolveProgram(pgDumpall) !== undefined
  return { ...first, psql, pgDump, pgRestore, pgDumpall: hasDumpall ? pgDumpall : undefined }
}

async function readVersion(ctx: ToolsContext, path: string): Promise<PostgresVersion | undefined> {
  const finished = await ctx.process.run(path, ['--version'], {
    env: childEnvironment(ctx.env),
    timeoutMs: 10_000,
  })
  return finished.exitCode === 0 ? parseVersion(finished.stdout) : undefined
}

/** The file behind `path`; undefined when it is not a program of ours to run. */
function resolveProgram(path: string): string | undefined {
  try {
    accessSync(path, constants.X_OK)
    return realpathSync(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}

function program(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name
}
