import { CopyRows } from './copy-rows.ts'
import { describeCut } from './describe-cut.ts'
import { DumpFrame } from './dump-frame.ts'
import type { DumpSummary, Refusal, ScanOptions } from './dump-summary.ts'
import { EventLoopTurns } from './event-loop-turns.ts'
import { Forwarder, type Passed } from './forwarder.ts'
import type { IndexBuild } from '../domain/index-build.ts'
import { LineCounter } from './line-counter.ts'
import { ScanFindings } from './scan-findings.ts'
import { StatementScanner } from './statement-scanner.ts'

/** Looking at the clock costs as much as a token; this many take a fraction of a millisecond. */
const stepsPerLook = 128

type CopyTable = { readonly schema: string; readonly name: string } | undefined

/**
 * Reads a plain dump as psql would, in one pass and constant memory, without running anything. `push` takes chunks cut
 * anywhere and returns the bytes to pass on: unless `rewrite` asks otherwise, exactly those that came in. They are good as long
 * as the chunk is, which the next push does not need any more.
 */
export class DumpScanner {
  readonly #findings = new ScanFindings()
  readonly #frame = new DumpFrame()
  readonly #lines = new LineCounter()
  readonly #forwarder = new Forwarder()
  readonly #statements: StatementScanner
  /** The COPY block being read. */
  #copy: { readonly data: CopyRows; readonly table: CopyTable; readonly line: number } | undefined
  #empty = true
  readonly #turns = new EventLoopTurns()
  #summary: DumpSummary | undefined

  constructor(options: ScanOptions = {}) {
    this.#statements = new StatementScanner({
      rewrite: options.rewrite ?? {},
      findings: this.#findings,
      frame: this.#frame,
      lines: this.#lines,
      forwarder: this.#forwarder,
    })
  }

  push(chunk: Buffer): Buffer[] {
    this.#begin(chunk)
    let at = 0
    while (at !== -1) at = this.#readSome(chunk, at)
    return bytesOf(this.#end())
  }

  /** The same, but a chunk of definitions, which take a hundred times as long as rows, does not hold up everything else. */
  async pushInTurns(chunk: Buffer): Promise<Buffer[]> {
    return bytesOf(await this.passInTurns(chunk))
  }

  /** The same with the index builds that `rewrite` takes out, each where it stood. */
  async passInTurns(chunk: Buffer): Promise<Passed[]> {
    this.#begin(chunk)
    let at = 0
    while (at !== -1) {
      at = this.#readSome(chunk, at)
      if (this.#turns.due) await this.#turns.take()
    }
    return this.#end()
  }

  /** Refusals found up to now: whoever passes the bytes on can stop at the first. */
  get refusals(): readonly Refusal[] {
    return this.#findings.refusals
  }

  /** How far it is: rows up to now, and the table whose rows are being read ("public.orders"). */
  get position(): { readonly rows: number; readonly current: string | undefined } {
    const { data, table } = this.#copy ?? {}
    const current = table === undefined ? undefined : `${table.schema}.${table.name}`
    return { rows: this.#findings.rows.total + (data?.rows ?? 0), current }
  }

  /** The rows of each COPY block that has ended, in their order. */
  get copied(): readonly number[] {
    return this.#findings.copied
  }

  /** Index builds that nothing has come behind. */
  takeBuilds(): readonly IndexBuild[] {
    return this.#forwarder.takeBuilds()
  }

  /** Call after the last chunk. A half statement that was held back is not passed on. */
  finish(): DumpSummary {
    this.#summary ??= this.#summarize()
    return this.#summary
  }

  #summarize(): DumpSummary {
    const incompleteBecause = this.#empty ? 'it is empty' : this.#readEnd()
    const { serverVersion, clientVersion, restricted } = this.#frame
    return {
      ...this.#findings.summary(),
      restricted,
      complete: incompleteBecause === undefined,
      ...(incompleteBecause !== undefined && { incompleteBecause }),
      ...(serverVersion !== undefined && { serverVersion }),
      ...(clientVersion !== undefined && { clientVersion }),
    }
  }

  #begin(chunk: Buffer): void {
    this.#empty &&= chunk.length === 0
    this.#lines.begin(chunk)
    this.#forwarder.begin(chunk)
    this.#lookForNul(chunk)
  }

  #end(): Passed[] {
    this.#lines.end()
    return this.#forwarder.end()
  }

  /** Returns how far it came; -1 at the chunk's end. */
  #readSome(chunk: Buffer, from: number): number {
    let at = from
    for (let step = 0; step < stepsPerLook && at !== -1; step += 1) {
      if (at >= chunk.length) return -1
      at = this.#copy ? this.#readRows(chunk, at) : this.#readToken(chunk, at)
    }
    return at
  }

  #readToken(chunk: Buffer, at: number): number {
    const position = this.#statements.next(chunk, at)
    const { ended, statement } = this.#statements
    if (ended?.rowsFollow === true) {
      this.#copy = { data: new CopyRows(), table: ended.table, line: statement.line }
      if (ended.table !== undefined) this.#findings.rows.add(ended.table, 0)
    }
    return position
  }

  #readRows(chunk: Buffer, at: number): number {
    const copy = this.#copy
    if (copy === undefined) return at
    // Its statement may have line breaks too.
    this.#lines.lineAt(at)
    const position = copy.data.read(chunk, at)
    this.#lines.skip(position === -1 ? chunk.length : position, copy.data.newlines)
    if (position !== -1) this.#endRows()
    return position
  }

  #endRows(): void {
    if (this.#copy === undefined) return
    const { data, table, line } = this.#copy
    if (table !== undefined) this.#findings.rows.add(table, data.rows)
    this.#findings.copied.push(data.rows)
    if (data.straggler) this.#findings.refuse(line, 'something behind COPY … FROM stdin; on its line')
    this.#copy = undefined
  }

  /** What the end of the file does: psql still runs an unfinished line or statement. Returns why the dump is incomplete. */
  #readEnd(): string | undefined {
    if (this.#copy !== undefined) {
      const { table } = this.#copy
      this.#endRows()
      return table === undefined
        ? 'it ends inside COPY data'
        : `it ends inside the rows of ${table.schema}.${table.name}`
    }
    this.push(Buffer.from('\n'))
    const { lexer, statement } = this.#statements
    if (statement.open) this.#statements.conclude(0)
    const cut = describeCut({ token: lexer.midToken ? lexer.kind : undefined, statementOpen: statement.open })
    return cut ?? this.#frame.incompleteBecause
  }

  #lookForNul(chunk: Buffer): void {
    const at = this.#findings.nulLine === undefined ? chunk.indexOf(0) : -1
    if (at !== -1) this.#findings.nulLine = this.#lines.peek(at)
  }
}

function bytesOf(passed: readonly Passed[]): Buffer[] {
  return passed.filter((part) => Buffer.isBuffer(part))
}
