import type { Target } from '../../src/domain/target.ts'
import type { ClientTools } from '../../src/postgres/client-tools.ts'
import type { Database } from '../../src/postgres/database.ts'
import { withConnection } from '../../src/postgres/open-connection.ts'
import { readServerIdentity } from '../../src/postgres/read-server-identity.ts'
import type { Context } from '../../src/system/context.ts'
import { clientProgram } from './psql.ts'

/** The client programs that the tests themselves use, without a search. */
export const testTools: ClientTools = {
  major: 0,
  version: 'test',
  psql: clientProgram('psql'),
  pgDump: clientProgram('pg_dump'),
  pgRestore: clientProgram('pg_restore'),
  pgDumpall: undefined,
}

/** A reachable database for the adapters under test, while `action` runs. */
export function withOpenDatabase<T>(
  ctx: Context,
  target: Target,
  action: (database: Database) => Promise<T>,
): Promise<T> {
  return withConnection(ctx, target, async (connection) => {
    const server = await readServerIdentity(ctx, { tools: testTools, connection })
    return action({ target, connection, server, tools: testTools })
  })
}
