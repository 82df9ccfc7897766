import type { ConnectionParams } from '../domain/target.ts'
import type { KeptSessions } from './kept-sessions.ts'

/** One database as our children reach it. `env` is a child's complete environment: PG* variables and a passfile's path, no password. */
export interface Connection {
  readonly params: ConnectionParams
  readonly database: string
  readonly env: Readonly<Record<string, string>>
  /** Of all databases that are reached this way. */
  readonly sessions: KeptSessions
}
