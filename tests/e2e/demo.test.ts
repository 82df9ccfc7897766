import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cleanEnvironment } from '../support/clean-environment.ts'
import { pgsafeBin, runPgsafe } from '../support/run-pgsafe.ts'

/** A TMPDIR of its own, so that whatever stays behind is seen; and a working directory in which nothing may appear. */
function emptyPlace(): { cwd: string; temporary: string; env: Record<string, string> } {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'pgsafe-demo-test-')))
  chmodSync(root, 0o777)
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const [cwd, temporary] = [join(root, 'cwd'), join(root, 'tmp')]
  execFileSync('mkdir', ['-m', '777', cwd, temporary])
  return { cwd, temporary, env: { TMPDIR: temporary } }
}

/** Processes whose command line names the place: a server, a psql, anything of ours. */
function processesIn(place: { temporary: string }): string[] {
  return execFileSync('ps', ['-ww', '-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(place.temporary))
}

async function expectNothingLeft(place: { cwd: string; temporary: string }): Promise<void> {
  await expect.poll(() => processesIn(place), { timeout: 10_000 }).toEqual([])
  expect(readdirSync(place.cwd)).toEqual([])
  expect(readdirSync(place.temporary)).toEqual([])
}

describe('demo', () => {
  it('wipes a shop under guard, restores it, proves every row, and leaves nothing behind', async () => {
    const place = emptyPlace()
    const { exitCode, stderr } = await runPgsafe(['demo'], { cwd: place.cwd, env: { ...place.env, CI: 'true' } })
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    const [rows = 0, tables = 0] = (/([\d,]+) rows in (\d+) tables/.exec(stderr) ?? [])
      .slice(1)
      .map((n) => Number(n.replace(',', '')))
    expect(tables).toBeGreaterThanOrEqual(10)
    expect(rows).toBeGreaterThanOrEqual(20_000)
    expect(stderr).toContain('DROP SCHEMA public CASCADE')
    expect(stderr).toContain('Everything is back.')
    expect(stderr.match(/ = [0-9a-f]{8}$/gm)).toHaveLength(tables)
    await expectNothingLeft(place)
  })

  it('answers --json, and heeds no connection and no setting of the user', async () => {
    const place = emptyPlace()
    const env = {
      ...place.env,
      DATABASE_URL: 'postgresql://prod.example.com/precious',
      PGHOST: 'prod.example.com',
      PGSAFE_DATABASE_URL: 'postgresql://prod.example.com/precious',
      PGSAFE_DIR: '/precious',
      BACKUP_DIR: '/precious',
      NODE_ENV: 'production',
      PGSAFE_KEPT_DATABASES: '0',
    }
    const { exitCode, stdout, stderr } = await runPgsafe(['demo', '--json'], { cwd: place.cwd, env })
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(JSON.parse(stdout)).toMatchObject({ demo: { identical: true } })
    await expectNothingLeft(place)
  })

  it.runIf(userInfo().uid === 0)('works as an ordinary user too', async () => {
    const place = emptyPlace()
    const child = spawn('runuser', ['-u', 'nobody', '--', process.execPath, pgsafeBin, 'demo'], {
      cwd: place.cwd,
      env: cleanEnvironment({ ...place.env, HOME: place.cwd }),
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const exitCode = await new Promise((resolve) => child.once('close', resolve))
    expect(exitCode).toBe(0)
    await expectNothingLeft(place)
  })

  // The instants are random; the test's title and the failure show which.
  it.each(
    Array.from({ length: 6 }, (_, index) => ({
      signal: index % 2 === 0 ? ('SIGINT' as const) : ('SIGTERM' as const),
      after: Math.round(200 + Math.random() * 6000),
    })),
  )('leaves nothing behind when $signal comes after $after ms', async ({ signal, after }) => {
    const place = emptyPlace()
    let kill: (() => boolean) | undefined
    const running = runPgsafe(['demo'], {
      cwd: place.cwd,
      env: place.env,
      onStart: (child) => {
        kill = () => child.kill(signal)
      },
    })
    await sleep(after)
    const hit = kill?.() === true
    const ended = await running
    // Before pgsafe listens to signals, the signal itself ends it: nothing has been started yet.
    if (ended.exitCode === null) expect(ended.signal).toBe(signal)
    else if (hit && ended.exitCode !== 0) expect(ended.exitCode).toBe(signal === 'SIGINT' ? 130 : 143)
    await expectNothingLeft(place)
  })
})
