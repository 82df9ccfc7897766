import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect } from 'vitest'
import type { RetainedBackup, RetentionPolicy } from '../../src/domain/retention.ts'
import { carryOutPrune, planPrune } from '../../src/steps/prune-backups.ts'
import { formatManifest } from '../../src/store/manifest-file.ts'
import { sealManifest } from '../../src/store/seal-manifest.ts'
import { openStore } from '../../src/store/open-store.ts'
import { catalogue, clock, newestPerDatabase, policy, protectedKinds } from '../support/retention-arbitraries.ts'
import { runPgsafe } from '../support/run-pgsafe.ts'
import { treeOf } from '../support/stored-backup.ts'
import { createTestContext, temporaryDirectory } from '../support/test-context.ts'
import { sampleManifest } from '../unit/store/sample-manifest.ts'
import { type Round, torture } from './frame/torture.ts'

/** What retention has nothing to do with, and must leave alone. */
const strangers = ['notes.txt', 'foreign_2020-01-01T00-00-00.sql', 'broken_2020-01-01T00-00-00.sql.json']

describe('retention', () => {
  torture('removes what the plan says and keeps what is protected', { full: 10_000, short: 60 }, (trial) => {
    const parent = temporaryDirectory()
    return trial.rounds((round) => pruneOnce(parent, round))
  })

  torture('does in a dry run what it does for real', { full: 100, short: 1 }, (trial) => {
    const parent = temporaryDirectory()
    return trial.rounds((round) => pruneTwice(parent, round))
  })
})

/** Within this process, with any clock. */
async function pruneOnce(parent: string, { random, note }: Round): Promise<void> {
  const seed = random.integer(2 ** 31)
  const [[all, rules, now] = never()] = fc.sample(fc.tuple(catalogue, policy, clock), { numRuns: 1, seed })
  const directory = writeStore(parent, all)
  const ctx = createTestContext({ cwd: parent, now: () => now })
  const store = openStore(directory)
  const plan = await planPrune(ctx, store, rules)
  await carryOutPrune(ctx, store, plan)
  const gone = plan.remove.map(({ backup }) => backup.id)
  expect(visible(directory)).toEqual(namesOf(all.filter(({ id }) => !gone.includes(idOf(id)))))
  expectProtected(all, now, gone)
  expect((await planPrune(ctx, store, rules)).remove).toEqual([])
  note(gone.length === 0 ? 'nothing removed' : 'some removed')
  rmSync(directory, { recursive: true })
}

/** The built program, whose clock is the machine's: the catalogue is moved instead. */
async function pruneTwice(parent: string, { random, note }: Round): Promise<void> {
  const [[all, rules] = never()] = fc.sample(fc.tuple(catalogue, policy), { numRuns: 1, seed: random.integer(2 ** 31) })
  const shift = Date.now() - Date.UTC(2026, 4, 1)
  const moved = all.map((each) => ({ ...each, createdAt: later(each.createdAt, shift) }))
  const directory = writeStore(parent, moved)
  const before = visible(directory)
  const flags = ['--dir', directory, '--json', ...flagsOf(rules)]
  const dry = await runPgsafe(['prune', '--dry-run', ...flags], { cwd: parent })
  expect({ dry, files: visible(directory) }).toMatchObject({ dry: { exitCode: 0 }, files: before })
  const real = await runPgsafe(['prune', '--yes', ...flags], { cwd: parent })
  const { kept, removed } = JSON.parse(real.stdout) as { kept: Listed[]; removed: Listed[] }
  expect(JSON.parse(dry.stdout)).toMatchObject({ kept, removed, dryRun: true })
  expect(before.filter((name) => !visible(directory).includes(name))).toEqual(filesOf(removed))
  note(removed.length === 0 ? 'nothing removed' : 'some removed')
}

interface Listed {
  readonly file: string
}

const idOf = (id: string): string => id.padEnd(10, 'x')
const fileOf = (id: string): string => `${idOf(id)}_2025-01-01T00-00-00.sql`
const filesOf = (removed: readonly Listed[]) => removed.flatMap(({ file }) => [file, `${file}.json`]).sort()
const later = (time: string, ms: number): string => new Date(Date.parse(time) + ms).toISOString()

/** Each backup a file of its own, with a manifest as pgsafe writes it. */
function writeStore(parent: string, backups: readonly RetainedBackup[]): string {
  const directory = mkdtempSync(join(parent, 'store-'))
  mkdirSync(join(directory, '.pgsafe'))
  for (const { id, ...backup } of backups) {
    const sample = sampleManifest()
    const database = { ...sample.database, ...backup.database }
    const manifest = sampleManifest({ ...backup, id: idOf(id), file: fileOf(id), bytes: 2, database })
    writeFileSync(join(directory, fileOf(id)), '--')
    writeFileSync(join(directory, `${fileOf(id)}.json`), formatManifest(sealManifest(manifest)))
  }
  for (const name of strangers) writeFileSync(join(directory, name), '{}')
  return directory
}

const visible = (directory: string): string[] => treeOf(directory).filter((name) => !name.startsWith('.'))
const namesOf = (backups: readonly RetainedBackup[]): string[] =>
  [...strangers, ...backups.flatMap(({ id }) => [fileOf(id), `${fileOf(id)}.json`])].sort()

function expectProtected(all: readonly RetainedBackup[], now: Date, gone: readonly string[]): void {
  for (const { id, pinned } of all) if (pinned) expect(gone).not.toContain(idOf(id))
  for (const [kind, wanted] of protectedKinds) {
    const lost = newestPerDatabase(all, now, wanted).filter((newest) =>
      newest.every(({ id }) => gone.includes(idOf(id))),
    )
    expect({ kind, lost }).toEqual({ kind, lost: [] })
  }
}

function flagsOf({ days, keepLast, keepDaily, keepWeekly, keepMonthly }: RetentionPolicy): string[] {
  const numbers = {
    days,
    'keep-last': keepLast,
    'keep-daily': keepDaily,
    'keep-weekly': keepWeekly,
    'keep-monthly': keepMonthly,
  }
  return Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)])
}

function never(): never {
  throw new Error('fast-check gave nothing')
}
