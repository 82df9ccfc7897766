import { cpSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { checkChosen } from '../../src/commands/check-chosen.ts'
import { chooseByReference } from '../../src/commands/chosen-backup.ts'
import { runVerify } from '../../src/commands/verify.ts'
import { chooseClientTools } from '../../src/domain/choose-client-tools.ts'
import { hasZstd } from '../../src/dump/zstd-support.ts'
import { findClientTools } from '../../src/postgres/find-client-tools.ts'
import { readCatalogue } from '../../src/store/catalogue.ts'
import { openStore } from '../../src/store/open-store.ts'
import { type Project, shareProject } from '../support/project.ts'
import { createTestContext, type TestContext } from '../support/test-context.ts'
import { testServer } from '../support/test-server.ts'
import { type Damage, editManifest, flipBit, swapFiles, truncate, zeroBlock, sealedAgain } from './damage.ts'
import { type Round, torture, type Trial } from './frame/torture.ts'

/** Backups of every kind that need no server to be made. */
const pristine = join(import.meta.dirname, '../fixtures/frozen-store/0.1.0/store')
const files = readdirSync(pristine)
  .filter((name) => /\.(sql|gz|zst|dump|dir)$/.test(name))
  .filter((name) => hasZstd() || !name.endsWith('.zst'))
const [other = ''] = files.filter((name) => name.endsWith('.sql.gz')).toReversed()

/** Of so many rounds, one is run by the built program against the database that it would replace. */
const sample = 5

describe('a damaged backup is found by verify, and by restore before anything is touched', () => {
  const project = shareProject()

  torture('a flipped bit', { full: 200, short: 8 }, (trial) => damaged(trial, project(), flipBit))
  torture('a truncated file', { full: 100, short: 4 }, (trial) => damaged(trial, project(), truncate))
  torture('a block of zeros', { full: 50, short: 4 }, (trial) => damaged(trial, project(), zeroBlock))
  torture('swapped files', { full: 20, short: 4 }, (trial) =>
    damaged(trial, project(), swapFiles(join(project().store, other))),
  )
  torture('an edited manifest', { full: 20, short: 4 }, (trial) => damaged(trial, project(), editManifest))
})

async function damaged(trial: Trial, project: Project, damage: Damage): Promise<void> {
  const ctx = createTestContext({
    cwd: project.directory,
    env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: project.url },
  })
  await trial.rounds(async ({ number, random, note }: Round) => {
    rmSync(project.store, { recursive: true, force: true })
    cpSync(pristine, project.store, { recursive: true })
    const file = random.pick(files.filter((name) => name !== other))
    const what = damage(join(project.store, file), random)
    note(what)
    // The bytes are right: verify reads them all, a restore counts what it has loaded beside the target.
    if (what === sealedAgain) return expectRefused(project, file, [6, 7])
    await expectFound(ctx, project, file)
    if (number % sample === sample - 1) await expectRefused(project, file)
  })
}

/** Both ways, within this process. */
async function expectFound(ctx: TestContext, project: Project, file: string): Promise<void> {
  const bad = expect.objectContaining({ code: 'verification-failed' })
  await expect(runVerify(ctx, {}, file)).rejects.toEqual(bad)
  await expect(checkAsRestoreDoes(ctx, project, file)).rejects.toEqual(bad)
}

/** What restore does before it asks and touches anything. */
async function checkAsRestoreDoes(ctx: TestContext, project: Project, file: string): Promise<void> {
  const store = openStore(project.store)
  const entries = await readCatalogue(store)
  const chosen = await chooseByReference(ctx, { entries, reference: file, store, mayBePath: true })
  const choice = chooseClientTools(await findClientTools(ctx), testServer().major)
  if (!('tools' in choice)) throw new Error('no client tools for the test server')
  await checkChosen(ctx, chosen, choice.tools)
}

/** The built program says 7, and the database is as it was, with nothing beside it. */
async function expectRefused(project: Project, file: string, codes: readonly number[] = [7]): Promise<void> {
  const before = await project.database.fingerprint()
  const verified = await project.pgsafe(['verify', file, '--json'])
  expect(verified).toMatchObject({ exitCode: 7, stdout: expect.stringContaining('verification-failed') })
  const restored = await project.pgsafe(['restore', file, '--force-target', '--yes', '--json'])
  expect(restored).toMatchObject({ stdout: expect.stringContaining('"error"') })
  expect(codes).toContain(restored.exitCode)
  expect(await project.database.fingerprint()).toEqual(before)
  expect(await project.databases()).toEqual([project.database.name])
}
