import { quoteIdentifier } from '../../src/domain/sql-text.ts'
import type { Target } from '../../src/domain/target.ts'
import type { SqlTarget } from './psql.ts'
import { onServer, randomSuffix, targetOf } from './test-database.ts'
import { testServer } from './test-server.ts'

export interface TestRole {
  readonly name: string
  at(database: string): SqlTarget
  target(database: string): Target
}

export interface TestRoleOptions {
  /** "CREATEDB", "CREATEDB CREATEROLE" …; default: an ordinary role. */
  readonly attributes?: string
  readonly memberOf?: readonly string[]
}

/** Begins the password of every role: whoever finds it where it must not be has found a leak. */
export const passwordMark = 'pw-canary-'

/** A role that can log in, for as long as `action` runs; drop its databases in there. After a failure it stays. */
export async function withTestRole<T>(options: TestRoleOptions, action: (role: TestRole) => Promise<T>): Promise<T> {
  const role = await createTestRole(options)
  const result = await action(role)
  await onServer(`DROP OWNED BY ${quoteIdentifier(role.name)} CASCADE; DROP ROLE ${quoteIdentifier(role.name)}`)
  return result
}

/** A role that can log in, until the server goes. */
export async function createTestRole(options: TestRoleOptions = {}): Promise<TestRole> {
  const name = `role_${randomSuffix()}`
  const password = `${passwordMark}${randomSuffix()}`
  const groups = (options.memberOf ?? []).map(quoteIdentifier).join(', ')
  await onServer(
    `CREATE ROLE ${quoteIdentifier(name)} LOGIN PASSWORD '${password}' ${options.attributes ?? ''} ${groups === '' ? '' : `IN ROLE ${groups}`}`,
  )
  const { host, port } = testServer()
  const at = (database: string) => ({ host, port, user: name, password, database })
  return { name, at, target: (database) => targetOf(at(database)) }
}
