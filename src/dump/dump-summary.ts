import type { DumpRewrites } from '../domain/dump-rewrites.ts'
import type { TableRows } from '../domain/manifest.ts'

/** What a plain dump says of itself, read by a tokenizer (facts 2, 3, 11, 16). Nothing here was executed. */
export interface DumpSummary {
  /** Rows of the COPY blocks, summed per table, in order of first appearance. Without a schema in the dump: ''. */
  readonly tables: readonly TableRows[]
  /** False when rows come as INSERT statements, which nobody counts. */
  readonly countable: boolean
  /** Tables made by top-level CREATE TABLE; neither foreign nor temporary ones. */
  readonly created: readonly { readonly schema: string; readonly name: string }[]
  /** Statements that make an index or a constraint. */
  readonly builds: number
  /** The dump ends with pg_dump's own closing comment (and `\unrestrict`) and nothing is cut off. */
  readonly complete: boolean
  /** Why not, as the end of a sentence: "it ends inside the rows of public.orders". */
  readonly incompleteBecause?: string
  /** What must never run, whoever vouches for the file: the first 20. */
  readonly refusals: readonly Refusal[]
  /** As in the header: "15.18 (Debian 15.18-0+deb12u1)". */
  readonly serverVersion?: string
  readonly clientVersion?: string
  readonly largeObjects: boolean
  /** Bare BEGIN and COMMIT at the top level, as pg_dump writes around large objects. */
  readonly transactionBlocks: boolean
  /** The header's `\restrict` line, which newer clients write and psql of the same age understands. */
  readonly restricted: boolean
  /** What was left out of the forwarded bytes, each once: "SET transaction_timeout = 0", "ALTER … OWNER TO". */
  readonly rewritten: readonly string[]
  /** One sentence each. */
  readonly warnings: readonly string[]
}

export interface Refusal {
  /** Counted from 1. */
  readonly line: number
  /** A few words without control characters, and without anything quoted: a password may stand there. */
  readonly what: string
}

export interface ScanOptions {
  /** What to leave out of the forwarded bytes. Nothing by default. */
  readonly rewrite?: DumpRewrites
}
