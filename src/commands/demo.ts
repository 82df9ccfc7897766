import { delimiter, dirname } from 'node:path'
import type { GlobalFlags } from '../config/global-flags.ts'
import { formatCommand } from '../domain/format-command.ts'
import { totalRows } from '../domain/manifest.ts'
import type { Target } from '../domain/target.ts'
import { PgsafeError } from '../errors.ts'
import type { ClientTools } from '../postgres/client-tools.ts'
import { hashTables, type TableHash } from '../postgres/hash-tables.ts'
import { executeSql } from '../postgres/psql.ts'
import { shopSql } from '../postgres/shop-database.ts'
import { startThrowawayServer, type ThrowawayServer } from '../postgres/throwaway-server.ts'
import { findTools } from '../steps/find-tools.ts'
import { runCommand } from '../steps/run-command.ts'
import { withDatabase } from '../steps/with-database.ts'
import type { Context, Environment } from '../system/context.ts'
import { recordSignals } from '../system/record-signals.ts'
import { withTemporaryDirectory } from '../system/temporary-directory.ts'
import { messages } from '../ui/messages.ts'

const database = 'shop'

/** `pgsafe demo`: the whole story on a server of its own, with the real commands, and the proof that every row is back. */
export async function runDemo(ctx: Context, _flags: GlobalFlags): Promise<void> {
  const startedAt = ctx.now()
  const tools = await findTools(ctx)
  ctx.ui.say(messages.demoIntro)
  await withTemporaryDirectory(async (project) => {
    const server = await ctx.ui.step(messages.demoStartingServer, () => startThrowawayServer(ctx))
    try {
      const stage = { server, project, env: demoEnvironment(ctx, server, tools) }
      const before = await ctx.ui.step(
        messages.demoSeeding,
        () => seed(ctx, server),
        (tables) => messages.demoFilled(tables.length, totalRows(tables)),
      )
      await pgsafe(ctx, stage, ['guard', '--yes', '--', 'psql', '-q', '-c', 'DROP SCHEMA public CASCADE'])
      await pgsafe(ctx, stage, ['restore', '--latest', '--yes'])
      const after = await ctx.ui.step(messages.demoProving, () => readTables(ctx, server))
      report(ctx, { before, after, milliseconds: ctx.now().getTime() - startedAt.getTime() })
    } finally {
      await server.stop()
    }
  })
}

interface Stage {
  readonly server: ThrowawayServer
  /** A folder of its own: its backups go with it. */
  readonly project: string
  readonly env: Environment
}

async function seed(ctx: Context, server: ThrowawayServer): Promise<TableHash[]> {
  await withDatabase(ctx, targetIn(server, 'postgres'), (at) => executeSql(ctx, at, `CREATE DATABASE ${database}`))
  return withDatabase(ctx, targetIn(server, database), async (at) => {
    await executeSql(ctx, at, shopSql, { settings: { search_path: 'public' } })
    return hashTables(ctx, at)
  })
}

async function readTables(ctx: Context, server: ThrowawayServer): Promise<TableHash[]> {
  return withDatabase(ctx, targetIn(server, database), (at) => hashTables(ctx, at))
}

function targetIn({ host, port, user, password }: ThrowawayServer, name: string): Target {
  const params = { host, port: String(port), user, password, dbname: name }
  return { params, database: name, source: 'demo', variable: 'DATABASE_URL', url: undefined, notices: [] }
}

/** The user's own connection and settings, except where PostgreSQL's programs are. */
const foreign = /^(PG(?!SAFE_PG_BIN$)|BACKUP_|SKIP_BACKUP_PROMPT$|DATABASE_URL$|NODE_ENV$)/

/** What a shell in a project would have: the project's URL, psql's variables for the same database, nothing of the user's own. */
function demoEnvironment(ctx: Context, server: ThrowawayServer, tools: ClientTools): Environment {
  const kept = Object.entries(ctx.env).filter(([name]) => !foreign.test(name))
  return {
    ...Object.fromEntries(kept),
    PATH: [dirname(tools.psql), ctx.env['PATH'] ?? ''].join(delimiter),
    DATABASE_URL: server.url(database),
    PGHOST: server.host,
    PGPORT: String(server.port),
    PGUSER: server.user,
    PGPASSWORD: server.password,
    PGDATABASE: database,
  }
}

/** Runs this very program as a user would, its screen being ours. */
async function pgsafe(ctx: Context, { env, project }: Stage, args: readonly string[]): Promise<void> {
  ctx.ui.say(messages.demoCommand(formatCommand(['pgsafe', ...args])))
  const program = process.argv[1]
  if (program === undefined) throw new Error('the program does not know its own path')
  const recorded = recordSignals(ctx)
  const outcome = await runCommand(
    { ...recorded.ctx, env },
    { command: [process.execPath, program, ...args], cwd: project, extraEnv: {} },
  )
  // Whatever it made of the signal: guard, for one, answers 125.
  const [signal] = recorded.received
  if (signal === 'SIGINT') throw new PgsafeError('interrupted', 'the demo was interrupted')
  if (signal !== undefined) throw new PgsafeError('terminated', `the demo was ended by ${signal}`)
  if (outcome.exitCode !== 0)
    throw new PgsafeError('unexpected', `pgsafe ${args[0] ?? ''} ended with exit code ${outcome.exitCode}`)
}

interface Proof {
  readonly before: readonly TableHash[]
  readonly after: readonly TableHash[]
  readonly milliseconds: number
}

function report(ctx: Context, { before, after, milliseconds }: Proof): void {
  const key = ({ schema, name }: TableHash) => JSON.stringify([schema, name])
  const now = new Map(after.map((table) => [key(table), table]))
  const tables = before.map((table) => {
    const found = now.get(key(table))
    return { ...table, hashBefore: table.hash, hashAfter: found?.rows === table.rows ? found.hash : undefined }
  })
  const identical =
    tables.every(({ hashBefore, hashAfter }) => hashBefore === hashAfter) && after.length === before.length
  if (!identical) throw new PgsafeError('restore-failed', 'the demo did not get every row back: please report this')
  ctx.ui.result({ demo: { tables, identical, milliseconds } }, () =>
    ctx.ui.say(messages.demoProof(tables, milliseconds)),
  )
}
