import { describeTarget } from '../domain/target.ts'
import { PgsafeError } from '../errors.ts'
import { assertSucceeded } from './assert-succeeded.ts'
import { conninfo } from './conninfo.ts'
import type { Database } from './database.ts'
import type { ChildContext } from './psql-program.ts'

const trailer = '-- PostgreSQL database cluster dump complete'

/**
 * The SQL that creates the server's roles again: attributes, memberships and settings, but no passwords, which only a
 * superuser may read (fact 17). Throws `tools-missing` without pg_dumpall, else what made it fail or end early.
 */
export async function dumpRoles(ctx: ChildContext, { tools, connection, target }: Database): Promise<string> {
  if (tools.pgDumpall === undefined) {
    throw new PgsafeError('tools-missing', `there is no pg_dumpall beside ${tools.pgDump}`, {
      hint: 'install the whole of the PostgreSQL client programs',
    })
  }
  // Without a database it would try `postgres` first, which not every role may enter.
  const args = ['--roles-only', '--no-role-passwords', '--no-password', `--database=${conninfo(connection)}`]
  const finished = await ctx.process.run(tools.pgDumpall, args, { env: connection.env, signal: ctx.signal })
  const described = describeTarget(target)
  assertSucceeded(finished, { tool: 'pg_dumpall', stage: 'query', described, signal: ctx.signal })
  if (finished.stdout.includes(trailer)) return finished.stdout
  throw new PgsafeError('unexpected', 'pg_dumpall ended early and said that all is well')
}
