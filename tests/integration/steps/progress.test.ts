import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import type { ProgressReading, ProgressSource } from '../../../src/domain/progress/progress-reading.ts'
import type { Database } from '../../../src/postgres/database.ts'
import { type Poll, withPolling } from '../../../src/postgres/with-polling.ts'
import { loadBackup } from '../../../src/steps/load-backup.ts'
import { verifyBackup } from '../../../src/steps/verify-backup.ts'
import { writeBackup } from '../../../src/steps/write-backup.ts'
import { clientProgram } from '../../support/psql.ts'
import { withOpenDatabase } from '../../support/open-database.ts'
import { createTestContext, temporaryDirectory, type TestContext } from '../../support/test-context.ts'
import { createTestDatabase, onServer } from '../../support/test-database.ts'

/** 24 MB of text in the second of three tables: more than the buffers between server and pipe can take in at once. */
const fill = `
  CREATE TABLE a AS SELECT 1 AS id;
  CREATE TABLE b AS SELECT g AS id, repeat(md5(g::text), 300) AS text FROM generate_series(1, 2500) g;
  CREATE TABLE c AS SELECT 1 AS id;
  ANALYZE`

/** A pg_dump that comes no further than its first MB before `open()` is called. */
function heldUpDump() {
  const directory = temporaryDirectory()
  const [pgDump, gate] = [join(directory, 'pg_dump'), join(directory, 'open')]
  const hold = `head -c 1000000; while [ ! -e ${gate} ]; do sleep 0.05; done; cat`
  writeFileSync(pgDump, `#!/bin/sh\n${clientProgram('pg_dump')} "$@" | { ${hold}; }\n`, { mode: 0o755 })
  return { pgDump, open: () => writeFileSync(gate, '') }
}

/** Looks at work under way until a look shows what is wanted, and lets it go on then. */
async function watched(
  work: (watch: (_: unknown, source: ProgressSource) => void) => Promise<unknown>,
  until: {
    readonly shows: (reading: ProgressReading) => boolean
    readonly goOn: () => unknown
  },
): Promise<ProgressReading> {
  let source: ProgressSource = () => undefined
  const state = { ended: false }
  const done = work((_, given) => (source = given)).finally(() => (state.ended = true))
  let seen: ProgressReading | undefined
  while (!state.ended && (seen === undefined || !until.shows(seen))) {
    await sleep(20)
    seen = await source()
  }
  await until.goOn()
  await done
  if (seen === undefined || !until.shows(seen)) throw new Error(`never seen; the last look was ${JSON.stringify(seen)}`)
  return seen
}

async function databases() {
  const [from, into] = [await createTestDatabase(), await createTestDatabase()]
  onTestFinished(async () => {
    for (const database of [from, into]) await database.drop()
  })
  return { from, into }
}

function plan(ctx: TestContext, format: 'plain' | 'custom' | 'directory', poll: Poll) {
  const path = join(ctx.cwd, `backup.${format}`)
  return { format, compression: 'none', jobs: 2, lockWaitTimeoutSeconds: 30, path, poll } as const
}

it.each(['plain', 'custom'] as const)(
  'a dump in the %s format shows the table that it reads, and its part of all',
  async (format) => {
    const ctx = createTestContext()
    const { from } = await databases()
    await from.query(fill)
    const { pgDump, open } = heldUpDump()
    const seen = await withOpenDatabase(ctx, from.target, (database) => {
      const slow: Database = { ...database, tools: { ...database.tools, pgDump } }
      return withPolling(ctx, database, (poll) =>
        watched((watch) => writeBackup(ctx, { ...plan(ctx, format, poll), database: slow, watch }), {
          shows: ({ current }) => current === 'public.b',
          goOn: open,
        }),
      )
    })
    expect(seen).toMatchObject({ unit: 'bytes', current: 'public.b' })
    expect(seen.fraction).toBeGreaterThan(0)
    expect(seen.fraction).toBeLessThan(1)
  },
)

it.each(['plain', 'custom'] as const)('a restore from the %s format shows the index that is built', async (format) => {
  const ctx = createTestContext()
  const { from, into } = await databases()
  // Building the second index waits for an advisory lock, which is a matter of one database.
  await from.query(`${fill}; CREATE FUNCTION public.wait(i int) RETURNS int IMMUTABLE LANGUAGE plpgsql
    AS 'BEGIN PERFORM pg_advisory_xact_lock(5); RETURN i; END'; CREATE INDEX quick ON b (id); CREATE INDEX waits ON c (wait(id))`)
  const held = into.query('SELECT pg_advisory_lock(5), pg_sleep(600)').catch(() => undefined)
  const holder = `pg_locks WHERE locktype = 'advisory' AND objid = 5 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = '${into.name}')`
  await expect.poll(() => onServer(`SELECT count(*) FROM ${holder}`)).toBe('1')
  const seen = await withOpenDatabase(ctx, from.target, (database) =>
    withPolling(ctx, database, async (poll) => {
      const written = await writeBackup(ctx, { ...plan(ctx, format, poll), database, watch: () => undefined })
      const backup = { ...plan(ctx, format, poll), ...written, noOwner: false, noAcl: false }
      const summary = await verifyBackup(ctx, { ...backup, tools: database.tools, watch: () => undefined })
      expect(summary.builds).toBe(2)
      return withOpenDatabase(ctx, into.target, (side) =>
        watched((watch) => loadBackup(ctx, { ...backup, jobs: 1, into: side, summary, watch }), {
          shows: ({ current }) => current === (format === 'plain' ? 'index 2 of 2' : 'public.waits'),
          goOn: () => onServer(`SELECT pg_terminate_backend(pid) FROM ${holder}`),
        }),
      )
    }),
  )
  await held
  expect(seen.fraction).toBeGreaterThanOrEqual(0.75)
  expect(seen.fraction).toBeLessThan(1)
  expect(await into.query('SELECT count(*) FROM b')).toBe('2500')
})

it('a server that does not answer leaves the work without figures, and alone', async () => {
  const ctx = createTestContext()
  const { from } = await databases()
  await withOpenDatabase(ctx, from.target, async (database) => {
    const gone: Database = { ...database, connection: { ...database.connection, database: 'there_is_none' } }
    const answers = await withPolling(ctx, gone, async (poll) => [await poll('SELECT 1'), await poll('SELECT 1')])
    expect(answers).toEqual([undefined, undefined])
    expect(await withPolling(ctx, database, (poll) => poll('SELECT 1 / 0 AS one'))).toBeUndefined()
    expect(await withPolling(ctx, database, (poll) => poll('SELECT 1 AS one'))).toEqual([{ one: 1 }])
  })
})
