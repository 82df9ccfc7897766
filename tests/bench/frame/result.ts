import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Machine } from './machine.ts'
import { resultsDirectory } from './options.ts'
import type { Stats } from './stats.ts'

/** One line of the table: a goal of docs/performance.md and what was measured. */
export interface Row {
  readonly what: string
  /** The alternative that it is measured against; null: an absolute figure. */
  readonly against: string | null
  readonly unit: 'ratio' | 'ms' | 's' | 'MB'
  /** The figure that counts, with the extremes of the rounds; null: not measured. */
  readonly value: Stats | null
  /** At most; null: no goal. Without an alternative it has to work, and this is its time. */
  readonly limit: number | null
  /** At least: for what has to be the same. */
  readonly atLeast?: number
  readonly note?: string
  /** What the ratio is made of. */
  readonly seconds?: { readonly ours: Stats; readonly theirs: Stats }
  /** The same of processor time, without the server's: a busy machine disturbs it less. */
  readonly cpuSeconds?: { readonly ours: number; readonly theirs: number }
}

export interface PartResult {
  readonly part: string
  readonly title: string
  readonly at: string
  readonly quick: boolean
  readonly machine: Machine
  readonly rounds: number
  readonly rows: readonly Row[]
  /** Why it could not be measured; null: it was. */
  readonly failure: string | null
  readonly tookSeconds: number
}

/** Whether the goal was reached; undefined: there is none, or it was not measured. */
export function isMet({ value, limit, atLeast = 0 }: Row): boolean | undefined {
  if (value === null || limit === null) return undefined
  return value.median <= limit && value.median >= atLeast
}

export function recordResult(result: PartResult): void {
  const folder = join(resultsDirectory, result.part)
  mkdirSync(folder, { recursive: true })
  const name = `${result.title.replaceAll(/\W+/g, '-')}.json`
  writeFileSync(join(folder, name), `${JSON.stringify(result, null, 2)}\n`)
}

/** As the page tells it. */
const order = ['backup', 'directory', 'restore', 'snapshot', 'undo', 'startup', 'memory', 'pauses', 'large']

/** Of every part, this run's or an earlier one's. */
export function readResults(): PartResult[] {
  const files = readdirSync(resultsDirectory, { recursive: true, encoding: 'utf8' })
  return files
    .filter((name) => dirname(name) !== '.' && name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(resultsDirectory, name), 'utf8')) as PartResult)
    .sort((a, b) => order.indexOf(a.part) - order.indexOf(b.part) || a.at.localeCompare(b.at))
}
