import { join } from 'node:path'
import type { Target } from '../domain/target.ts'
import type { Context } from '../system/context.ts'
import { withTemporaryDirectory } from '../system/temporary-directory.ts'
import { childEnvironment } from './child-environment.ts'
import type { Connection } from './connection.ts'
import { connectionVariables } from './connection-variables.ts'
import { createKeptSessions } from './kept-sessions.ts'
import { writePassfile } from './passfile.ts'

/**
 * Opens nothing by itself: gives `action` what our children need to reach the target, and leaves nothing connected. While it runs, a password (the URL's, else
 * PGPASSWORD) lies in a passfile of ours, removed at the end; without one libpq finds the user's own passfile as always.
 */
export async function withConnection<T>(
  ctx: Pick<Context, 'env'>,
  target: Pick<Target, 'params' | 'database'>,
  action: (connection: Connection) => Promise<T>,
): Promise<T> {
  const { params, database } = target
  const env = { ...childEnvironment(ctx.env), ...connectionVariables(ctx.env, params), PGDATABASE: database }
  const password = params['password'] ?? ctx.env['PGPASSWORD'] ?? ''
  const connect = (variables: Connection['env']) => withSessions({ params, database, env: variables }, action)
  if (password === '') return connect(env)
  return withTemporaryDirectory(async (directory) => {
    const passfile = join(directory, 'passfile')
    await writePassfile(passfile, password)
    return connect({ ...env, PGPASSFILE: passfile })
  })
}

async function withSessions<T>(
  connection: Omit<Connection, 'sessions'>,
  action: (connection: Connection) => Promise<T>,
): Promise<T> {
  const sessions = createKeptSessions()
  try {
    return await action({ ...connection, sessions })
  } finally {
    await sessions.end()
  }
}

/** Another database of the same server, reached the same way. */
export function connectionTo(connection: Connection, database: string): Connection {
  return { ...connection, database, env: { ...connection.env, PGDATABASE: database } }
}
