import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { withConnection } from '../../../src/postgres/open-connection.ts'
import { queryRows } from '../../../src/postgres/psql.ts'
import type { ConnectionParams } from '../../../src/domain/target.ts'
import { temporaryDirectory } from '../../support/test-context.ts'
import { withTestEndpoint } from '../../support/test-endpoint.ts'
import { testServer } from '../../support/test-server.ts'

/** Connects through a service whose file names the server, its password, and another database than ours. */
async function whereServiceLeads(params: ConnectionParams): Promise<unknown> {
  const { host, port, user, password } = testServer()
  const file = join(temporaryDirectory(), 'services')
  writeFileSync(file, `[test]\nhost=${host}\nport=${port}\nuser=${user}\npassword=${password}\ndbname=postgres\n`)
  let answer: unknown
  await withTestEndpoint(async (ctx, { tools, connection: { database } }) => {
    const surroundings = { env: { ...ctx.env, PGSERVICEFILE: file } }
    answer = await withConnection(
      surroundings,
      { params: { service: 'test', ...params }, database },
      async (connection) => {
        const [row] = await queryRows<{ name: string }>(ctx, { tools, connection }, 'SELECT current_database() AS name')
        return row?.name === database
      },
    )
  })
  return answer
}

it('a service leads to its server, but to our database', async () => {
  expect(await whereServiceLeads({})).toBe(true)
})

it("the URL's own keywords beat the service's", async () => {
  await expect(whereServiceLeads({ port: '1' })).rejects.toMatchObject({ code: 'connection-refused' })
})
