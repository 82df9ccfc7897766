import { describe, expect, it } from 'vitest'
import { createProjectOnOwnServer, type ProjectOnOwnServer } from '../support/own-server.ts'
import type { PgsafeOutcome } from '../support/run-pgsafe.ts'
import { familyOf, untilGone } from '../torture/kills/process-tree.ts'

/** Each makes a database on the server from another one, which a test can lock. */
const makers = [
  ['a restore', ['restore', '--latest', '--yes'], 'template0'],
  ['verify --restore', ['verify', '--restore'], 'template0'],
  ['a guard with a snapshot', ['guard', '--engine', 'both', '--yes', '--', 'true'], 'shop'],
] as const

interface HeldUp {
  readonly ended: Promise<PgsafeOutcome>
  readonly pgsafe: number
  readonly psql: readonly number[]
  /** Lets the server go on. */
  readonly release: () => Promise<void>
}

/** Starts pgsafe; returns while the server is at CREATE DATABASE, which nobody can see in pg_database before its end. */
async function heldUp(project: ProjectOnOwnServer, args: readonly string[], locked: string): Promise<HeldUp> {
  const sleeping = `SELECT 'lock', pg_sleep(600)`
  const holding = project
    .onServer(`BEGIN; COMMENT ON DATABASE ${locked} IS 'held'; ${sleeping}`)
    .catch((error: Error) => error.message)
  const doing = (what: string, wait: string) =>
    `FROM pg_stat_activity WHERE query LIKE '${what}%' AND wait_event_type = '${wait}'`
  const holder = doing("SELECT ''lock'', pg_sleep", 'Timeout')
  await expect.poll(() => project.onServer(`SELECT count(*) ${holder}`), { timeout: 20_000 }).toBe('1')
  let pid = 0
  const ended = project.pgsafe(args, { onStart: (child) => (pid = child.pid ?? 0) })
  const creating = `SELECT count(*) ${doing('CREATE DATABASE "pgsafe', 'Lock')}`
  await expect.poll(() => project.onServer(creating), { timeout: 20_000 }).toBe('1')
  expect(await project.ownDatabases()).toBe('')
  return {
    ended,
    pgsafe: pid,
    psql: familyOf(pid).slice(1),
    release: async () => {
      await project.onServer(`SELECT pg_terminate_backend(pid) ${holder}`)
      await holding
    },
  }
}

/** No statement of ours is left on the server, so what will be there is there. */
async function untilIdle(project: ProjectOnOwnServer): Promise<void> {
  const sessions = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'dev'"
  await expect.poll(() => project.onServer(sessions), { timeout: 20_000 }).toBe('0')
}

async function projectWithBackup(): Promise<ProjectOnOwnServer> {
  const project = await createProjectOnOwnServer()
  expect(await project.pgsafe(['backup', '--auto'])).toMatchObject({ exitCode: 0 })
  return project
}

const kill = (pids: readonly number[]) => pids.forEach((pid) => process.kill(pid, 'SIGKILL'))

describe.each(makers)('a database that the server is still making for %s', (_what, args, locked) => {
  it.each([
    ['pgsafe was killed', false],
    ['everything was killed', true],
  ])('is not left behind when %s: recover ends its making', async (_how, whole) => {
    const project = await projectWithBackup()
    const { ended, pgsafe, psql, release } = await heldUp(project, args, locked)
    kill(whole ? [pgsafe, ...psql] : [pgsafe])
    expect(await ended).toMatchObject({ signal: 'SIGKILL' })
    expect(project.journals()).toHaveLength(1)
    const recovered = await project.pgsafe(['recover'])
    expect(recovered).toEqual({ ...recovered, exitCode: 0 })
    expect(project.journals()).toEqual([])
    await release()
    await untilIdle(project)
    expect(await project.ownDatabases()).toBe('')
  })

  it('is not left behind when its psql dies and pgsafe lives', async () => {
    const project = await projectWithBackup()
    const before = await project.fingerprint()
    const { ended, psql, release } = await heldUp(project, args, locked)
    kill(psql)
    await untilGone(psql)
    await release()
    const { exitCode, stderr } = await ended
    // A guard goes on without the snapshot.
    expect({ exitCode, stderr }).toEqual({ exitCode: args[0] === 'guard' ? 0 : expect.any(Number), stderr })
    await untilIdle(project)
    expect(await project.ownDatabases()).toBe('')
    expect(project.journals()).toEqual([])
    expect((await project.fingerprint()).tables).toEqual(before.tables)
  })
})

describe('while the server still copies the database for a guard that was killed', () => {
  it.each([
    ['backup', ['backup', '--auto']],
    ['guard', ['guard', '--yes', '--', 'true']],
    ['verify --restore', ['verify', '--restore']],
    ['diff', ['diff']],
  ])('the next %s ends that copy, which would keep it out of the database', async (_what, args) => {
    const project = await projectWithBackup()
    const { ended, pgsafe, release } = await heldUp(
      project,
      ['guard', '--engine', 'both', '--yes', '--', 'true'],
      'shop',
    )
    kill([pgsafe])
    await ended
    const next = await project.pgsafe(args)
    expect(next).toEqual({ ...next, exitCode: 0 })
    expect(project.journals()).toEqual([])
    await release()
    await untilIdle(project)
    expect(await project.ownDatabases()).toBe('')
  })
})
