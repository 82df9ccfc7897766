import type { DumpSummary, Refusal } from './dump-summary.ts'
import { RowTally } from './row-tally.ts'

const maxRefusals = 20

/** What a scan has found so far. */
export class ScanFindings {
  readonly rows = new RowTally()
  readonly created: { schema: string; name: string }[] = []
  /** Where the first NUL byte stands: psql cuts lines there, so that it would read something else than we do. */
  nulLine: number | undefined
  readonly #refusals: Refusal[] = []
  readonly #rewritten = new Set<string>()
  /** Rows of each COPY block, in their order. */
  readonly copied: number[] = []
  builds = 0
  countable = true
  largeObjects = false
  transactionBlocks = false

  refuse(line: number, what: string): void {
    if (this.#refusals.length < maxRefusals) this.#refusals.push({ line, what: escapeControls(what) })
  }

  get refusals(): readonly Refusal[] {
    if (this.nulLine === undefined) return this.#refusals
    return [{ line: this.nulLine, what: 'a NUL byte' }, ...this.#refusals].slice(0, maxRefusals)
  }

  leaveOut(what: string): void {
    this.#rewritten.add(what)
  }

  /** The part of the summary that does not depend on how the file ends. */
  summary(): Omit<DumpSummary, 'complete' | 'incompleteBecause' | 'restricted' | 'serverVersion' | 'clientVersion'> {
    return {
      tables: this.rows.tables,
      countable: this.countable,
      created: this.created,
      builds: this.builds,
      refusals: this.refusals,
      largeObjects: this.largeObjects,
      transactionBlocks: this.transactionBlocks,
      rewritten: [...this.#rewritten],
      warnings: this.countable ? [] : ['the rows are INSERT statements: they cannot be counted'],
    }
  }
}

/** Text from a file goes to terminals: control characters become visible. */
function escapeControls(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}
