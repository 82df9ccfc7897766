import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { shopSql } from '../../src/postgres/shop-database.ts'
import { startThrowawayServer, type ThrowawayServer } from '../../src/postgres/throwaway-server.ts'
import { fingerprint } from '../support/fingerprint.ts'
import { createProject } from '../support/project.ts'
import { runSql, type SqlTarget } from '../support/psql.ts'
import { createTestContext } from '../support/test-context.ts'

const newServer = () => startThrowawayServer(createTestContext(), {})

const shopOf = ({ host, port, user, password }: ThrowawayServer): SqlTarget => ({
  host,
  port,
  user,
  password,
  database: 'shop',
})

const createShop = (server: ThrowawayServer) =>
  runSql({ ...shopOf(server), database: 'postgres' }, 'CREATE DATABASE shop TEMPLATE template0')

/** The process that runs it, first line of its own file. */
const processOf = ({ dataDirectory }: ThrowawayServer) =>
  readFileSync(join(dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0] ?? ''

describe('a command that takes the server along, as docker compose down -v does', () => {
  it('is undone on the new server by the line that the report ends with; undo names it too', async () => {
    const project = await createProject({ fixture: 'empty' })
    const [first, second] = [await newServer(), await newServer()]
    try {
      for (const server of [first, second]) await createShop(server)
      await runSql(shopOf(first), shopSql)
      const before = await fingerprint(shopOf(first))
      const kill = ['sh', '-c', `kill -QUIT ${processOf(first)} && sleep 1`]
      const guarded = await project.pgsafe(['guard', '--yes', '--', ...kill], {
        env: { DATABASE_URL: first.url('shop') },
      })
      expect(guarded).toMatchObject({ exitCode: 0 })
      const line =
        /No server answers there any more\. Start one, then bring everything back:\n +pgsafe (restore --id \w+ --force-target)\n/
      const words = line.exec(guarded.stderr)?.[1]?.split(' ') ?? [guarded.stderr]
      const env = { DATABASE_URL: second.url('shop') }
      const undo = await project.pgsafe(['undo', '--yes'], { env })
      expect(undo).toMatchObject({ exitCode: 4 })
      expect(undo.stderr.replaceAll(/\s+/g, ' ')).toContain(`pgsafe ${words.join(' ')}`)
      const restored = await project.pgsafe([...words, '--yes'], { env })
      expect(restored).toEqual({ ...restored, exitCode: 0 })
      expect(await fingerprint(shopOf(second))).toEqual(before)
    } finally {
      await first.stop()
      await second.stop()
    }
  })
})
