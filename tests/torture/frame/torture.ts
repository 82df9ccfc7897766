import { basename } from 'node:path'
import { it } from 'vitest'
import { type Random, randomOf } from './random.ts'
import { recordResult } from './trial-result.ts'

/** One accident, with chance of its own: the same seed gives the same round again (but not the same timing). */
export interface Round {
  /** From 0. */
  readonly number: number
  readonly random: Random
  /** Counts what happened in this round, for the histogram. */
  readonly note: (what: string) => void
}

export interface Trial {
  /** How many rounds this run has. */
  readonly count: number
  /** Runs `action` once per round. A round that throws is a failure of the campaign; the next one runs all the same. */
  rounds(action: (round: Round) => Promise<void>): Promise<void>
  /** A measured value for the table: "median 0.31 s". */
  readonly figure: (text: string) => void
  /** For what belongs to no round. */
  readonly random: Random
}

export interface TrialPlan {
  /** Of the whole campaign (`npm run torture`); `--count` changes it. */
  readonly full: number
  /** Of `npm test`; 0: not part of it. */
  readonly short: number
}

const environment = process.env
const isCampaign = environment['PGSAFE_TORTURE'] === '1'
const seed = Number(environment['PGSAFE_TORTURE_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const wanted = Number(environment['PGSAFE_TORTURE_COUNT'] ?? Number.NaN)
const sixHours = 6 * 3_600_000

/** A trial is one test: accidents of one kind, `full` or `short` times. `action` prepares, calls `trial.rounds`, and may look once more. */
export function torture(title: string, { full, short }: TrialPlan, action: (trial: Trial) => Promise<void>): void {
  const campaignCount = Number.isNaN(wanted) ? full : wanted
  const count = isCampaign ? campaignCount : short
  it.runIf(count > 0)(title, { timeout: isCampaign ? sixHours : 180_000 }, async ({ task }) => {
    const part = basename(task.file.name, '.torture.ts')
    await runTrial({ part, title, count }, action)
  })
}

interface RunningTrial {
  readonly part: string
  readonly title: string
  readonly count: number
}

async function runTrial(running: RunningTrial, action: (trial: Trial) => Promise<void>): Promise<void> {
  const { part, title, count } = running
  const started = performance.now()
  const [failures, tallies, figures]: [string[], Record<string, number>, string[]] = [[], {}, []]
  const fail = (where: string, error: unknown) => {
    failures.push(`${where}: ${error instanceof Error ? error.message : String(error)}`)
    say(running, `FAILED in ${failures.at(-1) ?? ''}`)
  }
  const rounds: Trial['rounds'] = async (oneRound) => {
    for (let number = 0; number < count; number += 1) {
      const note = (what: string) => (tallies[what] = (tallies[what] ?? 0) + 1)
      const round = { number, random: randomOf(seed, part, title, number), note }
      await oneRound(round).catch((error: unknown) => fail(`round ${String(number)}`, error))
      if (isTenth(number + 1, count)) say(running, `${String(number + 1)} of ${String(count)}`)
    }
  }
  const trial = { count, rounds, figure: (text: string) => figures.push(text), random: randomOf(seed, part, title) }
  await action(trial).catch((error: unknown) => fail('the trial itself', error))
  const seconds = Math.round((performance.now() - started) / 1000)
  recordResult({ part, title, seed, rounds: count, failures, tallies, figures, seconds })
  if (failures.length > 0) throw new Error(`${failures.join('\n')}\nagain: ${commandFor(running)}`)
}

/** Ten lines per trial are enough to see it move. */
function isTenth(done: number, count: number): boolean {
  return Math.floor((done * 10) / count) > Math.floor(((done - 1) * 10) / count)
}

function commandFor({ part, count }: RunningTrial): string {
  return `npm run torture -- ${part} --seed ${String(seed)} --count ${String(count)}`
}

function say({ part, title }: RunningTrial, text: string): void {
  if (isCampaign) process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${part}: ${title}: ${text}\n`)
}
