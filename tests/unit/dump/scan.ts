import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DumpScanner } from '../../../src/dump/dump-scanner.ts'
import type { DumpSummary, ScanOptions } from '../../../src/dump/dump-summary.ts'

export interface Scanned extends DumpSummary {
  /** The bytes that were passed on. */
  readonly output: Buffer
}

/** Each chunk in memory that is overwritten before the next: nothing of it may be needed then. */
export function* lent(chunks: readonly Buffer[]): Generator<Buffer> {
  for (const chunk of chunks) {
    const copy = Buffer.from(chunk)
    yield copy
    copy.fill("'")
  }
}

/** Scans a whole input, in the pieces given. */
export function scan(input: string | Buffer | readonly Buffer[], options: ScanOptions = {}): Scanned {
  const chunks = typeof input === 'string' ? [Buffer.from(input)] : Buffer.isBuffer(input) ? [input] : input
  const scanner = new DumpScanner(options)
  const output: Buffer[] = []
  for (const chunk of lent(chunks)) output.push(Buffer.concat(scanner.push(chunk)))
  return { ...scanner.finish(), output: Buffer.concat(output) }
}

/** Cuts `input` at the given places (any numbers), sorted and brought into range. */
export function cutAt(input: Buffer, places: readonly number[]): Buffer[] {
  const cuts = places.map((place) => place % (input.length + 1)).sort((a, b) => a - b)
  return [...cuts, input.length].map((end, index) => input.subarray(cuts[index - 1] ?? 0, end))
}

export const fixture = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../fixtures/dumps', name))

/** `body` between the header and closing comment that pg_dump writes. */
export function dump(body: string, { key }: { key?: string } = {}): string {
  const header = `--\n-- PostgreSQL database dump\n--\n\n${key === undefined ? '' : `\\restrict ${key}\n\n`}`
  const trailer = `--\n-- PostgreSQL database dump complete\n--\n\n${key === undefined ? '' : `\\unrestrict ${key}\n\n`}`
  return `${header}${body}\n\n${trailer}`
}
