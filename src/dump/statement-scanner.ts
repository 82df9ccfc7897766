import type { DumpRewrites } from '../domain/dump-rewrites.ts'
import { classifyStatement, mayBeDropped } from './classify-statement.ts'
import type { StatementFacts } from './classify-statement.ts'
import type { DumpFrame } from './dump-frame.ts'
import type { Forwarder } from './forwarder.ts'
import type { LineCounter } from './line-counter.ts'
import { parseMetaCommand } from './parse-meta-command.ts'
import { attachesPartition, recogniseBuild } from './recognise-build.ts'
import type { ScanFindings } from './scan-findings.ts'
import { SessionSettings } from './session-settings.ts'
import { SqlLexer } from './sql-lexer.ts'
import { Statement } from './statement.ts'

interface Parts {
  readonly rewrite: DumpRewrites
  readonly findings: ScanFindings
  readonly frame: DumpFrame
  readonly lines: LineCounter
  readonly forwarder: Forwarder
}

/** Reads everything of a dump that is not COPY data: statements, comments, psql commands. */
export class StatementScanner {
  readonly lexer = new SqlLexer()
  readonly statement = new Statement()
  /** What the statement means that the last token ended. */
  ended: StatementFacts | undefined
  readonly #parts: Parts
  readonly #settings = new SessionSettings()
  #hasPartitions = false
  /** Line of a token that began in an earlier chunk. */
  #earlierLine = 1

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Reads one token. Returns the position after it, or -1 at the chunk's end. `ended` is set when it ends a statement. */
  next(chunk: Buffer, at: number): number {
    this.ended = undefined
    const position = this.lexer.next(chunk, at)
    if (position === -1) {
      this.#suspend(chunk)
      return position
    }
    const { kind } = this.lexer
    if (kind === 'line-comment' || kind === 'block-comment') this.#comment(kind)
    else if (kind === 'meta') this.#meta(position)
    else if (this.#token()) this.ended = this.conclude(position)
    return position
  }

  /** Judges the statement read so far, as psql runs it: also one that the end of the file cuts off. */
  conclude(position: number): StatementFacts {
    const { findings, forwarder, rewrite } = this.#parts
    const { tokens, overflow, line } = this.statement
    const facts = classifyStatement(tokens, { overflow })
    if (facts.refusal !== undefined) findings.refuse(line, facts.refusal)
    if (facts.created !== undefined) findings.created.push(facts.created)
    findings.countable &&= facts.inserts !== true
    if (facts.builds === true) findings.builds += 1
    findings.largeObjects ||= facts.largeObject === true
    findings.transactionBlocks ||= facts.transaction === true
    const { droppable } = facts
    const dropped = droppable !== undefined && rewrite[droppable.by] === true && !overflow && forwarder.drop(position)
    if (dropped) findings.leaveOut(droppable.what)
    // Passed on, it would end the transaction that everything depends on.
    else if (facts.transaction === true && rewrite.transaction === true) findings.refuse(line, 'transaction control')
    if (!this.#divert(facts, position)) forwarder.keep()
    return facts
  }

  /** Hands an index build over instead of passing it on, where another session would do the same by it. */
  #divert({ refusal }: StatementFacts, position: number): boolean {
    const { forwarder, rewrite } = this.#parts
    if (rewrite.builds !== true) return false
    const { tokens } = this.statement
    this.#settings.saw(tokens)
    this.#hasPartitions ||= attachesPartition(tokens)
    const build = recogniseBuild(tokens)
    if (build === undefined || refusal !== undefined || !this.#settings.usual) return false
    // One that refers to a partitioned table locks its partitions too: two of them could wait for each other.
    if (build.kind === 'foreign key' && this.#hasPartitions) return false
    return forwarder.divert(position, build)
  }

  /** True when the token ends its statement. */
  #token(): boolean {
    const { findings, frame, forwarder } = this.#parts
    if (!this.statement.open) {
      if (!frame.begun && this.lexer.text.startsWith('\uFEFF')) findings.refuse(1, 'a byte order mark')
      frame.statement()
      this.statement.begin(this.#line())
      if (this.#holdsStatements) this.#mark()
    }
    const refusal = this.statement.add(this.lexer)
    if (refusal !== undefined) findings.refuse(this.#line(), refusal)
    if (forwarder.marked && !mayBeDropped(this.statement.tokens, this.#parts.rewrite)) forwarder.keep()
    return !this.statement.open
  }

  #comment(kind: 'line-comment' | 'block-comment'): void {
    if (this.statement.open) return
    if (kind === 'line-comment') this.#parts.frame.comment(this.lexer.text)
    else this.#parts.frame.blockComment()
  }

  #meta(position: number): void {
    const { findings, frame, forwarder, rewrite } = this.#parts
    const command = parseMetaCommand(this.lexer.text)
    const expected = !this.statement.open && command.verb !== undefined && frame[command.verb](command.key)
    if (!expected) findings.refuse(this.#line(), `the psql command ${command.name}`)
    if (expected && rewrite.restrict === true) {
      if (this.lexer.start >= 0) this.#mark()
      if (forwarder.drop(position)) findings.leaveOut(command.name)
    }
    forwarder.keep()
  }

  /** The chunk ended. What may have to be left out is held back; where the broken token began is remembered. */
  #suspend(chunk: Buffer): void {
    if (!this.lexer.midToken) return
    const { rewrite, forwarder, lines } = this.#parts
    const { kind } = this.lexer
    const start = this.lexer.start + chunk.length
    if (start >= 0) this.#earlierLine = lines.lineAt(start)
    if (this.statement.open) return
    const mayGo = (kind === 'word' && this.#holdsStatements) || (kind === 'meta' && rewrite.restrict === true)
    if (!mayGo) forwarder.keep()
    else if (start >= 0) forwarder.mark(start)
  }

  get #holdsStatements(): boolean {
    const { transactionTimeout, transaction, owner, acl, builds } = this.#parts.rewrite
    return transactionTimeout === true || transaction === true || owner === true || acl === true || builds === true
  }

  #mark(): void {
    this.#parts.forwarder.mark(Math.max(0, this.lexer.start))
  }

  #line(): number {
    return this.lexer.start < 0 ? this.#earlierLine : this.#parts.lines.lineAt(this.lexer.start)
  }
}
