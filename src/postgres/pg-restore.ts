import { isRestoreChatter } from '../domain/progress/follow-restore.ts'
import type { Finished, Running } from '../system/process-runner.ts'
import { childEnvironment } from './child-environment.ts'
import type { ClientTools } from './client-tools.ts'
import { conninfo } from './conninfo.ts'
import type { SqlEndpoint } from './database.ts'
import type { ChildContext } from './psql-program.ts'
import type { Context } from '../system/context.ts'

interface Selection {
  /** The archive: a custom-format file or a directory. */
  readonly path: string
  readonly noOwner?: boolean
  readonly noAcl?: boolean
  /** A file as `pg_restore --list` writes it: only its entries, in its order. */
  readonly useList?: string
}

/** Decodes a whole archive to SQL on stdout. Connects to nothing. */
export function startPgRestoreToSql(
  ctx: ChildContext & Pick<Context, 'env'>,
  { tools, ...selection }: Selection & { readonly tools: ClientTools },
): Running {
  const args = ['--file=-', ...selectionArguments(selection)]
  return ctx.process.start(tools.pgRestore, args, { env: childEnvironment(ctx.env), signal: ctx.signal })
}

interface Loading {
  readonly at: SqlEndpoint
  readonly jobs: number
  /** Gets what pg_restore says, line by line (domain/progress/follow-restore.ts). */
  readonly onLine?: (line: string) => void
}

/**
 * Loads an archive into the database of `at`, with `jobs` connections, and stops at the first error. What was loaded until then
 * stays (there is no one transaction over several connections), so load into a database of our own.
 */
export function runPgRestore(
  ctx: ChildContext,
  { at, jobs, onLine, ...selection }: Selection & Loading,
): Promise<Finished> {
  const connect = ['--no-password', `--dbname=${conninfo(at.connection)}`]
  const manner = ['--exit-on-error', ...(onLine === undefined ? [] : ['--verbose']), `--jobs=${String(jobs)}`]
  return ctx.process.run(at.tools.pgRestore, [...manner, ...connect, ...selectionArguments(selection)], {
    env: at.connection.env,
    signal: ctx.signal,
    onErrorLine: (line) => {
      onLine?.(line)
      return isRestoreChatter(line)
    },
  })
}

function selectionArguments({ path, noOwner = false, noAcl = false, useList }: Selection): string[] {
  return [
    ...(noOwner ? ['--no-owner'] : []),
    ...(noAcl ? ['--no-acl'] : []),
    ...(useList === undefined ? [] : [`--use-list=${useList}`]),
    '--',
    path,
  ]
}
