import { stripControl } from '../domain/strip-control.ts'
import type { Finished, Running } from '../system/process-runner.ts'
import { conninfo } from './conninfo.ts'
import type { SqlEndpoint } from './database.ts'
import type { ChildContext } from './psql-program.ts'
import { withoutSecrets } from './tool-messages.ts'

interface DumpRequest extends SqlEndpoint {
  /** How long pg_dump waits for any table's lock before it gives up. */
  readonly lockWaitTimeoutSeconds: number
  readonly extraArguments?: readonly string[]
  /** Of an archive; default: pg_dump's own gzip. zstd needs pg_dump 16. */
  readonly archiveCompression?: 'zstd' | undefined
}

/**
 * pg_dump to its stdout, with owners, grants, large objects and every schema; without -C, whose output would drop the live
 * database when loaded elsewhere (fact 2). Plain output is not compressed: the pipeline does that; custom keeps pg_dump's own gzip.
 */
export function startPgDump(
  ctx: ChildContext,
  request: DumpRequest & { readonly format: 'plain' | 'custom' },
): Running {
  const args = [`--format=${request.format}`, ...commonArguments(request)]
  return ctx.process.start(request.tools.pgDump, args, { env: request.connection.env, signal: ctx.signal })
}

/** pg_dump into the directory `path`, which must not exist yet, with `jobs` connections at a time. Not synced: that is the caller's part. */
export function runPgDumpDirectory(
  ctx: ChildContext,
  request: DumpRequest & { readonly path: string; readonly jobs: number },
): Promise<Finished> {
  const args = ['--format=directory', `--file=${request.path}`, `--jobs=${String(request.jobs)}`, '--no-sync']
  return ctx.process.run(request.tools.pgDump, [...args, ...commonArguments(request)], {
    env: request.connection.env,
    signal: ctx.signal,
  })
}

function commonArguments(request: DumpRequest): string[] {
  const { connection, lockWaitTimeoutSeconds, extraArguments = [], archiveCompression } = request
  const lockWait = `--lock-wait-timeout=${String(lockWaitTimeoutSeconds)}s`
  const compress = archiveCompression === undefined ? [] : [`--compress=${archiveCompression}`]
  return ['--no-password', lockWait, ...compress, ...extraArguments, `--dbname=${conninfo(connection)}`]
}

const warning = /^(?:pg_\w+: warning: +|(?:pg_\w+: )?WARNING: +)/
const detail = /^(?:pg_\w+: )?(?:detail: +|DETAIL: +)/
/** Before 15, pg_dump put the names that belong to a warning on indented lines of their own. */
const indented = /^pg_\w+: {2,}/

/** What pg_dump warned of although it succeeded (also the server's own warnings): one sentence each, with its details, in order. */
export function parseDumpWarnings(stderr: string): string[] {
  const warnings: string[] = []
  let inWarning = false
  for (const line of withoutSecrets(stderr).split('\n')) {
    const more = detail.test(line)
      ? line.replace(detail, '')
      : indented.test(line)
        ? line.replace(indented, '')
        : undefined
    if (warning.test(line)) {
      warnings.push(line.replace(warning, '').trim())
      inWarning = true
    } else if (more !== undefined && inWarning) {
      warnings.push(`${warnings.pop() ?? ''} ${more.trim()}`)
    } else {
      inWarning = false
    }
  }
  return [...new Set(warnings.map(stripControl))]
}
