import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect } from 'vitest'
import { formatBackupName, parseBackupName } from '../../src/domain/backup-name.ts'
import { ormParameters } from '../../src/domain/connection-parameters.ts'
import { parseConnectionUrl } from '../../src/domain/parse-connection-url.ts'
import { isPgsafeError } from '../../src/errors.ts'
import { removedBackup, waitingFor } from '../../src/store/internal-names.ts'
import { readEntry } from '../../src/store/read-entry.ts'
import { agreed, improved, refusedByBoth, stricter, translated } from '../integration/config/connection-urls.ts'
import { askLibpq } from '../integration/config/libpq.ts'
import { temporaryDirectory } from '../support/test-context.ts'
import { cutAt, scan } from '../unit/dump/scan.ts'
import type { Random } from './frame/random.ts'
import { type Round, torture, type Trial } from './frame/torture.ts'
import { editJson } from './edit-json.ts'
import { inDumps, inManifests, inNames, inUrls, secret } from './fuzz-words.ts'
import { mutate } from './mutate.ts'
import { oddName } from './odd-names.ts'
import { readByPsql } from './psql-reads-dump.ts'

const urls = [
  agreed,
  refusedByBoth,
  stricter.map(([, url]) => url),
  [...translated, ...improved].map(([url]) => url),
].flat()

const fixtures = join(import.meta.dirname, '../fixtures')
const store = join(fixtures, 'frozen-store/0.1.0/store')
const dumps = readdirSync(join(fixtures, 'dumps')).map((name) => readFileSync(join(fixtures, 'dumps', name)))
const names = readdirSync(store).filter((name) => !name.startsWith('.'))
const manifests = names.filter((name) => name.endsWith('.json'))

describe('whatever comes in is read, or refused with a reason, at once', () => {
  torture('as a URL', { full: 100_000, short: 1000 }, fuzzUrls)
  torture('as a manifest', { full: 100_000, short: 300 }, async (trial) => {
    const directory = join(temporaryDirectory(), 'store')
    cpSync(store, directory, { recursive: true })
    await fuzz(trial, async ({ random, note }) => {
      const name = random.pick(manifests)
      const original = readFileSync(join(store, name))
      writeFileSync(join(directory, name), damagedManifest(original, random))
      note((await readEntry(join(directory, name.slice(0, -'.json'.length))))?.kind ?? 'nothing')
    })
  })

  torture('as a file name', { full: 100_000, short: 1000 }, (trial) => fuzz(trial, readName))
  torture('as a dump', { full: 100_000, short: 300 }, (trial) => fuzz(trial, readSomeDump))
  torture('as a hostile dump that psql reads', { full: 3000, short: 20 }, readByPsql)
})

const slowestMs = 1000

async function fuzz(trial: Trial, one: (round: Round) => Promise<void>): Promise<void> {
  let slowest = 0
  await trial.rounds(async (round) => {
    // Of the processor: a busy machine makes nothing slow. What waits for ever meets the time limit of the trial.
    const started = process.cpuUsage()
    await one(round)
    const { user, system } = process.cpuUsage(started)
    const took = (user + system) / 1000
    slowest = Math.max(slowest, took)
    if (took > slowestMs) throw new Error(`${took.toFixed(0)} ms`)
  })
  trial.figure(`the slowest took ${slowest.toFixed(0)} ms of the processor`)
}

async function fuzzUrls(trial: Trial): Promise<void> {
  const accepted = new Map<string, string>()
  await fuzz(trial, ({ random, note }) => {
    const url = mutate(Buffer.from(random.pick(urls)), inUrls, random).toString()
    note(readUrl(url, accepted))
    return Promise.resolve()
  })
  expect(differingFromLibpq(accepted)).toEqual([])
  trial.figure(`${String(accepted.size)} taken literally, and by libpq too`)
}

/** `accepted` gets what we take as it is, with what we make of it. */
function readUrl(url: string, accepted: Map<string, string>): string {
  try {
    const { params, notices } = parseConnectionUrl(url)
    if (notices.length === 0 && !isTranslated(url)) accepted.set(url, JSON.stringify(sorted(params)))
    return 'read'
  } catch (error) {
    if (!isPgsafeError(error, 'invalid-url')) throw error
    expect(`${error.message} ${String(error.hint)}`).not.toContain(secret)
    return 'refused'
  }
}

/** What only other programs say, and what libpq takes for the end of the text: not to be compared. */
function isTranslated(url: string): boolean {
  const foreign = [...ormParameters, 'sslmode=', 'sslmode%3D', 'requiressl', '\0']
  return foreign.some((part) => url.includes(part))
}

function differingFromLibpq(accepted: ReadonlyMap<string, string>): string[] {
  const texts = [...accepted.keys()]
  const verdicts = askLibpq(texts)
  return texts.filter((url, index) => {
    const verdict = verdicts[index] ?? 'refused'
    return verdict === 'refused' || JSON.stringify(sorted(verdict)) !== accepted.get(url)
  })
}

/** libpq keeps the commas between missing ports; they say nothing. */
function sorted(params: Readonly<Record<string, string | undefined>>): unknown {
  const told = Object.entries(params).filter(([keyword, value]) => !(keyword === 'port' && /^,+$/.test(value ?? '')))
  return told.sort(([one], [other]) => (one < other ? -1 : 1))
}

function damagedManifest(manifest: Buffer, random: Random): Buffer {
  return random.chance(0.5) ? mutate(manifest, inManifests, random) : Buffer.from(editJson(manifest.toString(), random))
}

function readName({ random, note }: Round): Promise<void> {
  const name = mutate(Buffer.from(random.pick(names)), inNames, random).toString()
  const parsed = parseBackupName(name)
  expect(parsed === undefined ? name : formatBackupName(parsed)).toBe(name)
  for (const backup of [waitingFor(name), removedBackup(name)]) expect(backup ?? '').not.toContain('/')
  const parts = {
    database: oddName(random),
    createdAt: new Date(random.integer(2 ** 42)),
    compression: 'none',
  } as const
  const formatted = {
    ...parts,
    createdAt: new Date(Math.floor(parts.createdAt.getTime() / 1000) * 1000),
    format: 'plain',
    counter: random.integer(99),
  } as const
  expect(parseBackupName(formatBackupName(formatted))).toEqual(formatted)
  note(parsed === undefined ? 'no name of ours' : 'read')
  return Promise.resolve()
}

/** Cut anywhere, it means the same. */
function readSomeDump({ random, note }: Round): Promise<void> {
  const dump = random.pick(dumps)
  const start = random.integer(dump.length)
  const input = mutate(dump.subarray(start, start + random.integer(1000)), inDumps, random)
  const summary = scan(input)
  const cuts = [random.integer(1e6), random.integer(1e6), random.integer(1e6)]
  // Vitest's own comparison takes longer than the scan.
  if (!isDeepStrictEqual(scan(cutAt(input, cuts)), summary)) throw new Error(`cut at ${cuts.join()}: another meaning`)
  note(summary.refusals.length > 0 ? 'refused' : summary.complete ? 'complete' : 'incomplete')
  return Promise.resolve()
}
