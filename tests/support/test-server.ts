import { inject } from 'vitest'
import type { SqlTarget } from './psql.ts'

/** The server that global-server.ts started, as tests see it. */
export interface TestServer {
  readonly engine: 'local' | 'testcontainers'
  readonly host: string
  readonly port: number
  /** A superuser. */
  readonly user: string
  readonly password: string
  /** "15.18" */
  readonly version: string
  readonly major: number
  /** Of the superuser, to the database `postgres`. */
  readonly url: string
  /** Undefined when the server is not on this machine. */
  readonly socketDirectory: string | null
}

declare module 'vitest' {
  export interface ProvidedContext {
    postgres: TestServer
  }
}

/** A name that is free on the server: shop template of global-server.ts. */
export const shopTemplate = 'shop_template'

let chosen: TestServer | undefined

export const testServer = (): TestServer => chosen ?? inject('postgres')

/** For the rest of this file: a server that a test may do anything to. */
export function useServer(server: TestServer): void {
  chosen = server
}

/** The superuser's connection to a database. */
export function superuserOf(server: TestServer, database: string): SqlTarget {
  const { host, port, user, password } = server
  return { host, port, user, password, database }
}

export function urlOf(at: SqlTarget): string {
  const [user, password, database] = [at.user, at.password, at.database].map(encodeURIComponent)
  return `postgresql://${user}:${password}@${at.host}:${at.port}/${database}`
}
