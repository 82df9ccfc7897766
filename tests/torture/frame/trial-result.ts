import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What one trial came to: a row of the campaign's table, which docs/reliability.md quotes. */
export interface TrialResult {
  /** The file it stands in: "kills". */
  readonly part: string
  readonly title: string
  readonly seed: number
  readonly rounds: number
  /** What went wrong, each with its round; empty when the promise held. */
  readonly failures: readonly string[]
  /** How often what happened, in the order of its first time: where the kills hit, for example. */
  readonly tallies: Readonly<Record<string, number>>
  /** Measured values, ready to read: "median 0.31 s". */
  readonly figures: readonly string[]
  readonly seconds: number
}

/** Leaves the result where the campaign's runner finds it; a run of `npm test` leaves nothing. */
export function recordResult(result: TrialResult): void {
  const directory = process.env['PGSAFE_TORTURE_RESULTS']
  if (directory === undefined) return
  mkdirSync(directory, { recursive: true })
  const name = `${result.part} ${result.title}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  writeFileSync(join(directory, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
}
