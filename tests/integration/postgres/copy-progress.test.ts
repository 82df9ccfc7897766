import { expect, it } from 'vitest'
import type { ProgressReading } from '../../../src/domain/progress/progress-reading.ts'
import { connectionTo } from '../../../src/postgres/open-connection.ts'
import { copyProgress } from '../../../src/postgres/copy-progress.ts'
import { queryRows } from '../../../src/postgres/psql.ts'
import { withPolling } from '../../../src/postgres/with-polling.ts'
import { runSql } from '../../support/psql.ts'
import { onServer } from '../../support/test-database.ts'
import { withTestEndpoint } from '../../support/test-endpoint.ts'
import { superuserOf, testServer } from '../../support/test-server.ts'

const fill = `CREATE TABLE filler AS SELECT repeat(md5(n::text), 30) AS body FROM generate_series(1, 100000) n`
const copyOf = (name: string) =>
  `CREATE DATABASE "${name}_copy" TEMPLATE "${name}" ${testServer().major >= 15 ? 'STRATEGY FILE_COPY' : ''}`

it('a copy of a database is seen while it grows, and not any more when it is done', async () => {
  await withTestEndpoint(async (ctx, at) => {
    const name = at.connection.database
    await runSql(superuserOf(testServer(), name), fill)
    const [size] = await queryRows<{ bytes: number }>(ctx, at, `SELECT pg_database_size('${name}') AS bytes`)
    await at.connection.sessions.end()
    const elsewhere = { ...at, connection: connectionTo(at.connection, 'postgres') }
    await withPolling(ctx, elsewhere, async (poll) => {
      const look = copyProgress(poll, size?.bytes ?? 0)
      const copy = { done: false }
      const copying = onServer(copyOf(name)).finally(() => (copy.done = true))
      const seen: ProgressReading[] = []
      while (!copy.done) {
        const reading = await look()
        if (reading !== undefined && !copy.done) seen.push(reading)
      }
      await copying
      expect(seen.length).toBeGreaterThan(0)
      expect(seen.every(({ fraction = 0 }) => fraction > 0 && fraction <= 1)).toBe(true)
      await onServer(`DROP DATABASE "${name}_copy"`)
    })
  })
})

it('an ordinary role, which may not look into directories, sees nothing and no error', async () => {
  expect(await copyProgress(async () => undefined, 1000)()).toBeUndefined()
})
