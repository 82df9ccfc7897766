import { randomSuffix } from './test-database.ts'
import { findClientTools } from '../../src/postgres/find-client-tools.ts'
import { chooseClientTools } from '../../src/domain/choose-client-tools.ts'
import type { ConnectionParams } from '../../src/domain/target.ts'
import type { SqlEndpoint } from '../../src/postgres/database.ts'
import { withConnection } from '../../src/postgres/open-connection.ts'
import { createTestContext, type TestContext } from './test-context.ts'
import { createTestDatabase } from './test-database.ts'
import { testServer } from './test-server.ts'

interface EndpointOptions {
  readonly name?: string
  /** Instead of the right ones. */
  readonly params?: ConnectionParams
  readonly fixture?: 'shop' | 'empty'
}

/** Gives `action` an own database on the test server as our adapters see it: real tools, real connection. */
export async function withTestEndpoint(
  action: (ctx: TestContext, at: SqlEndpoint) => Promise<void>,
  { name = `test_${randomSuffix()}`, params, fixture = 'empty' }: EndpointOptions = {},
): Promise<void> {
  const ctx = createTestContext()
  const choice = chooseClientTools(await findClientTools(ctx), testServer().major)
  if (!('tools' in choice)) throw new Error('no client tools for the test server')
  const { tools } = choice
  const database = await createTestDatabase({ name, fixture })
  try {
    const target = { ...database.target, params: { ...database.target.params, ...params } }
    await withConnection(ctx, target, (connection) => action(ctx, { tools, connection }))
  } finally {
    await database.drop()
  }
}
