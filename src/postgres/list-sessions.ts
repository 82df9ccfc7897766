import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'
import { blockingSessionsSql } from './session-rights.ts'

interface Session {
  readonly pid: number
  readonly application: string | null
  readonly role: string | null
  readonly kind: string | null
  /** null over a socket, and where the server hides it from us. */
  readonly client: string | null
}

const sessionsSql = `
  SELECT a.pid, a.application_name AS application, a.usename AS role, a.backend_type AS kind, host(a.client_addr) AS client
    FROM ${blockingSessionsSql} AND a.datid = (SELECT oid FROM pg_database WHERE datname = current_database())
   ORDER BY a.pid`

/** Who else is connected to this database, one phrase each: "rails (app from 10.0.0.5, pid 4711)". */
export async function listSessions(ctx: Context, at: SqlEndpoint): Promise<string[]> {
  const rows = await queryRows<Session>(ctx, at, sessionsSql, { timeoutMs: 30_000 })
  return rows.map(describeSession)
}

function describeSession({ pid, application, role, kind, client }: Session): string {
  const name = application === null || application === '' ? (kind ?? 'a session') : application
  const who = [role, client === null ? null : `from ${client}`].filter((part) => part !== null).join(' ')
  return `${name} (${[who, `pid ${String(pid)}`].filter((part) => part !== '').join(', ')})`
}
