import { chooseClientTools } from '../domain/choose-client-tools.ts'
import type { Target } from '../domain/target.ts'
import { PgsafeError } from '../errors.ts'
import type { ClientTools } from './client-tools.ts'
import type { Connection } from './connection.ts'
import type { Database } from './database.ts'
import { installHint } from './install-hint.ts'
import { readServerIdentity } from './read-server-identity.ts'
import { toolsMissing } from './tools-missing.ts'
import type { Context } from '../system/context.ts'

interface Attempt {
  readonly target: Target
  readonly connection: Connection
  /** Every installation on this machine, newest first. */
  readonly found: readonly ClientTools[]
}

/** Asks the server who it is (any psql can), then takes the tools of its major, else of the nearest newer. Exit code 3 otherwise. */
export async function reachDatabase(ctx: Context, { target, connection, found }: Attempt): Promise<Database> {
  const anyTools = found[0]
  if (anyTools === undefined) throw toolsMissing(ctx.env)
  const server = await readServerIdentity(ctx, { tools: anyTools, connection })
  const choice = chooseClientTools(found, server.major)
  if ('tools' in choice) return { target, connection, server, tools: choice.tools }
  throw new PgsafeError(
    'client-too-old',
    `the server runs PostgreSQL ${server.major}, but the newest pg_dump here is ${choice.newest?.version ?? 'missing'}`,
    { hint: installHint(process.platform, server.major) },
  )
}
