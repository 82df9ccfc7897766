import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createProject, type Project } from '../support/project.ts'
import { replacedPrograms } from '../support/replaced-programs.ts'

const ourDatabases = async (project: Project, kind: 'side' | 'old') =>
  (await project.databases()).filter((name) => name.startsWith(`pgsafe_${kind}_`))

const journals = ({ store }: Project) => readdirSync(join(store, '.pgsafe/journal'))

describe('promise 3: a restore killed at any instant', () => {
  it('leaves exactly the old or exactly the new database, and the next one needs no help', async () => {
    const project = await createProject()
    await project.backup()
    const restored = await project.database.fingerprint()
    await project.query('DELETE FROM orders; CREATE TABLE litter ()')
    const old = await project.database.fingerprint()
    const temporary = join(project.directory, 'tmp')
    mkdirSync(join(temporary, `pgsafe-${String(2 ** 22 + 1)}-abcdef`), { recursive: true })
    const env = { TMPDIR: temporary }
    let killed = 0
    for (let round = 0; round < 8; round += 1) {
      let kill: (() => boolean) | undefined
      const running = project.pgsafe(['restore', '--latest', '--yes'], {
        env,
        onStart: (child) => {
          kill = () => child.kill('SIGKILL')
        },
      })
      await sleep(200 + Math.random() * 1800)
      kill?.()
      if ((await running).signal === 'SIGKILL') killed += 1
      const now = await project.database.fingerprint()
      expect([old, restored]).toContainEqual(now)
      const isNew = JSON.stringify(now) === JSON.stringify(restored)
      if (isNew) await project.query('DELETE FROM orders; CREATE TABLE IF NOT EXISTS litter ()')
    }
    expect(killed).toBeGreaterThan(0)
    expect(await project.pgsafe(['restore', '--latest', '--yes'], { env })).toMatchObject({ exitCode: 0 })
    expect(readdirSync(temporary)).toEqual([])
    expect(await project.database.fingerprint()).toEqual(restored)
    expect(await ourDatabases(project, 'side')).toEqual([])
    expect(journals(project)).toEqual([])
    expect(await ourDatabases(project, 'old')).toHaveLength(1)
  })
})

describe('a restore that was killed between its swap and its undo entry', () => {
  /** What such a run leaves: the swap is done, the journal says `recording`, and undo knows nothing of it. */
  async function killedAfterSwap() {
    const project = await createProject()
    await project.backup()
    await project.query('DELETE FROM orders')
    const replaced = await project.database.fingerprint()
    expect(await project.pgsafe(['restore', '--latest', '--yes'])).toMatchObject({ exitCode: 0 })
    const undoFile = join(project.store, '.pgsafe/undo.json')
    const { entries } = JSON.parse(readFileSync(undoFile, 'utf8')) as { entries: { id: string; target: object }[] }
    const [{ id, target } = { id: '', target: {} }] = entries
    rmSync(undoFile)
    const dead = { version: 1, runId: id, kind: 'restore', startedAt: new Date().toISOString(), phase: 'recording' }
    const journal = {
      ...dead,
      target: { ...target, described: 'x' },
      data: {},
      pid: 2 ** 22 + 1,
      startTime: null,
      host: hostname(),
    }
    writeFileSync(join(project.store, `.pgsafe/journal/${id}.json`), JSON.stringify(journal))
    return { project, replaced }
  }

  it('can still be undone', async () => {
    const { project, replaced } = await killedAfterSwap()
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect((await project.database.fingerprint()).tables).toEqual(replaced.tables)
    expect(journals(project)).toEqual([])
  })

  it('leaves no kept database that retention does not know', async () => {
    const { project } = await killedAfterSwap()
    const [first] = await ourDatabases(project, 'old')
    expect(await project.pgsafe(['restore', '--latest', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await ourDatabases(project, 'old')).toHaveLength(1)
    expect(await ourDatabases(project, 'old')).not.toContain(first)
    expect(journals(project)).toEqual([])
  })
})

describe('a restore or undo whose server swaps, and is gone for a moment before it can say so', () => {
  /** The answer to the swap is lost, and so is the next question, in which it would have shown. */
  function lostAnswer({ directory }: Project) {
    const [swapped, refused] = [join(directory, 'swapped'), join(directory, 'refused')]
    const script = `
if [ -e '${swapped}' ] && [ ! -e '${refused}' ]; then
  : > '${refused}'; echo 'psql: error: server closed the connection unexpectedly' >&2; exit 2
fi
while IFS= read -r line; do
  printf '%s\\n' "$line"
  case "$line" in COMMIT) if [ ! -e '${swapped}' ]; then echo ';'; : > '${swapped}'; exit; fi;; esac
done | "$real" "$@"`
    const happened = () => existsSync(swapped) && existsSync(refused)
    return { env: replacedPrograms(directory, { psql: script }), happened }
  }

  it.each([
    ['restore', ['restore', '--latest', '--yes']],
    ['undo', ['undo', '--yes']],
  ])('is completed by the next command: %s', async (kind, args) => {
    const project = await createProject()
    await project.backup()
    const saved = await project.database.fingerprint()
    await project.query('DELETE FROM orders; CREATE TABLE litter ()')
    const changed = await project.database.fingerprint()
    if (kind === 'undo') expect(await project.pgsafe(['restore', '--latest', '--yes'])).toMatchObject({ exitCode: 0 })
    const fault = lostAnswer(project)
    const outcome = await project.pgsafe(args, { env: fault.env })
    expect(fault.happened()).toBe(true)
    expect(outcome).toEqual({ ...outcome, exitCode: 6 })
    expect(outcome.stderr).toContain('the server went away during the swap')
    const [now, before] = kind === 'undo' ? [changed, saved] : [saved, changed]
    expect(await project.database.fingerprint()).toEqual(now)
    expect(journals(project)).toHaveLength(1)
    expect(await project.pgsafe(['undo', '--yes'])).toMatchObject({ exitCode: 0 })
    expect(await project.database.fingerprint()).toEqual(before)
    expect(journals(project)).toEqual([])
  })
})
