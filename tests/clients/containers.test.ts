import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { cleanEnvironment } from '../support/clean-environment.ts'
import { describeTool } from '../support/describe-tool.ts'
import { fingerprint } from '../support/fingerprint.ts'
import { createProject } from '../support/project.ts'
import { runSql, type SqlTarget } from '../support/psql.ts'
import { randomSuffix } from '../support/test-database.ts'
import { urlOf } from '../support/test-server.ts'

const image = process.env['PGSAFE_TEST_IMAGE'] ?? 'postgres:15-local'
const docker = (...args: string[]): string =>
  execFileSync('docker', args, { env: cleanEnvironment(), encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim()

/** A server in a container, its data in a volume; gone when the test ends. */
function runServer(name: string): SqlTarget {
  const settings = ['POSTGRES_USER=shop', 'POSTGRES_PASSWORD=in-a-container-81', 'POSTGRES_DB=shop']
  const volume = ['-v', `${name}:/var/lib/postgresql/data`, '-p', '127.0.0.1::5432']
  docker('run', '-d', '--name', name, ...volume, ...settings.flatMap((one) => ['-e', one]), image)
  const port = Number(/:(\d+)$/m.exec(docker('port', name, '5432'))?.[1])
  return { host: '127.0.0.1', port, user: 'shop', password: 'in-a-container-81', database: 'shop' }
}

/** The image starts its server twice: it is there when it answers over the network. */
async function untilAnswering(at: SqlTarget): Promise<void> {
  for (let look = 1; look <= 120; look += 1) {
    const answer = await runSql(at, 'SELECT 1').catch(() => '')
    if (answer === '1') return
    await sleep(500)
  }
  throw new Error('the server in the container does not answer')
}

const needed = {
  probe: ['docker', 'image', 'inspect', image],
  packages: `docker.io, a running engine, ${image}`,
} as const

describeTool('docker', needed, () => {
  it('docker volume rm takes server and data; the printed line brings them back on a new one', async () => {
    const project = await createProject({ fixture: 'empty' })
    const name = `pgsafe-${randomSuffix()}`
    onTestFinished(() => {
      docker('rm', '-f', name)
      docker('volume', 'rm', name)
    })
    const at = runServer(name)
    await untilAnswering(at)
    await runSql(
      at,
      `CREATE TABLE orders AS SELECT n AS id FROM generate_series(1, 500) n; COMMENT ON DATABASE shop IS 'mine'`,
    )
    const before = await fingerprint(at)
    const env = { DATABASE_URL: urlOf(at), DOCKER_HOST: process.env['DOCKER_HOST'] }
    const wipe = ['sh', '-c', `docker rm -f ${name} && docker volume rm ${name}`]
    const guarded = await project.pgsafe(['guard', '--confirm', 'shop', '--', ...wipe], { env })
    expect(guarded).toEqual({ ...guarded, exitCode: 0 })
    expect(guarded.stderr.replaceAll(/\s+/g, ' ')).toMatch(
      /where its backup does not help: every database, role .*▶ Running/,
    )
    const again = runServer(name)
    await untilAnswering(again)
    const line = /Start one, then bring everything back:\n +pgsafe (.*)\n/.exec(guarded.stderr)?.[1] ?? guarded.stderr
    const restored = await project.pgsafe([...line.split(' '), '--yes'], {
      env: { ...env, DATABASE_URL: urlOf(again) },
    })
    expect(restored).toEqual({ ...restored, exitCode: 0 })
    expect(await fingerprint(again)).toEqual(before)
  })
})
