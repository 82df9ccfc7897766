import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pgbouncer, startPgbouncer } from '../support/pgbouncer.ts'
import { createProject } from '../support/project.ts'
import { urlOf } from '../support/test-server.ts'

if (pgbouncer === undefined) process.stderr.write('NOT TESTED: a pooler, because pgbouncer is not installed.\n')

describe.skipIf(pgbouncer === undefined)('a pooler at an address that does not look like one (needs pgbouncer)', () => {
  it('is noticed before the command runs when it hands out sessions by transaction', async () => {
    const project = await createProject()
    const env = { DATABASE_URL: urlOf(await startPgbouncer(project.at, 'transaction')) }
    const ran = join(project.directory, 'ran')
    const { exitCode, stderr } = await project.pgsafe(['guard', '--yes', '--', 'touch', ran], { env })
    expect({ exitCode, ran: existsSync(ran) }).toEqual({ exitCode: 125, ran: false })
    expect(stderr).toMatch(/leads to a connection pooler[^]*direct URL/)
    expect((await project.pgsafe(['doctor'], { env })).stdout).toContain('it leads through a connection pooler')
  })

  it('is no obstacle when it keeps a session for each client: guard and undo work through it', async () => {
    const project = await createProject()
    const env = { DATABASE_URL: urlOf(await startPgbouncer(project.at, 'session')) }
    const before = await project.database.fingerprint()
    const wipe = ['psql', '-qc', 'DROP TABLE orders CASCADE', project.url]
    expect(await project.pgsafe(['guard', '--yes', '--', ...wipe], { env })).toMatchObject({ exitCode: 0 })
    expect(await project.pgsafe(['undo', '--yes'], { env })).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
  })
})
