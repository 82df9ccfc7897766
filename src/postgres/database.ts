import type { Target } from '../domain/target.ts'
import type { ClientTools } from './client-tools.ts'
import type { Connection } from './connection.ts'

/** What the server says of itself and of the connected database (fact 1). */
export interface ServerIdentity {
  /** pg_control_system().system_identifier, as text: it does not fit a number. */
  readonly systemIdentifier: string
  /** pg_database.oid of the connected database. */
  readonly databaseOid: number
  /** "15.18 (Debian 15.18-0+deb12u1)" */
  readonly version: string
  readonly major: number
  /** inet_server_addr / port as the server sees them; null over a socket. */
  readonly address: string | null
  readonly port: number
  /** The role we are. */
  readonly role: string
  readonly superuser: boolean
  readonly inRecovery: boolean
}

/** Where to send SQL: the binaries and the connection. */
export interface SqlEndpoint {
  readonly tools: ClientTools
  readonly connection: Connection
}

/** A reachable database with the client tools that suit its server. */
export interface Database extends SqlEndpoint {
  readonly target: Target
  readonly server: ServerIdentity
}
