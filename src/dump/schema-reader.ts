import { parseObjectHeader, type SchemaObject } from '../domain/schema-object.ts'
import { classifyCopy } from './classify-copy.ts'
import { CopyRows } from './copy-rows.ts'
import { SqlLexer } from './sql-lexer.ts'
import { Statement } from './statement.ts'
import { wordAt } from './statement-words.ts'
import { TextRecorder } from './text-recorder.ts'

/** Settings of the session that loads the dump, its rows, and what fills sequences: no definitions. */
const notDefinitions = new Set(['set', 'select', 'insert', 'copy', 'begin', 'commit', 'reset'])

/**
 * Reads the objects that a plain dump defines, in one pass: rows are skipped, memory is that of the definitions. Statements belong
 * to the object whose header of pg_dump stands above them; headers count only between statements. Chunks may be cut anywhere.
 */
export class SchemaReader {
  readonly #lexer = new SqlLexer()
  readonly #statement = new Statement()
  readonly #recorder = new TextRecorder()
  readonly #objects: { object: Omit<SchemaObject, 'text'>; texts: string[] }[] = []
  #copy: CopyRows | undefined
  /** Whether the last header was that of an object. */
  #defining = false

  push(chunk: Buffer): void {
    this.#recorder.begin(chunk)
    let at = 0
    while (at !== -1 && at < chunk.length) at = this.#copy === undefined ? this.#next(chunk, at) : this.#skip(chunk, at)
    this.#recorder.end()
  }

  /** In the dump's order. Call after the last chunk. */
  finish(): SchemaObject[] {
    this.push(Buffer.from('\n'))
    return this.#objects
      .filter(({ texts }) => texts.length > 0)
      .map(({ object, texts }) => ({ ...object, text: texts.join('\n') }))
  }

  #skip(chunk: Buffer, at: number): number {
    const position = this.#copy?.read(chunk, at) ?? at
    if (position !== -1) this.#copy = undefined
    return position
  }

  #next(chunk: Buffer, at: number): number {
    const lexer = this.#lexer
    const position = lexer.next(chunk, at)
    const { kind } = lexer
    const outside = !this.#statement.open
    if (position === -1) {
      // Its first bytes are kept, whatever it turns out to be.
      if (lexer.midToken && outside) this.#recorder.mark(Math.max(0, lexer.start + chunk.length))
      return position
    }
    if (outside) this.#recorder.mark(Math.max(0, lexer.start))
    if (kind === 'line-comment' || kind === 'block-comment' || kind === 'meta') {
      if (outside) this.#comment(this.#recorder.take(position))
    } else this.#token(position)
    return position
  }

  #comment(text: string): void {
    if (!/^-- (?:Data for )?Name: /.test(text)) return
    const object = parseObjectHeader(text)
    this.#defining = object !== undefined
    if (object !== undefined) this.#objects.push({ object, texts: [] })
  }

  #token(position: number): void {
    const statement = this.#statement
    if (!statement.open) statement.begin(0)
    statement.add(this.#lexer)
    if (statement.tokens.length === 1 && notDefinitions.has(wordAt(statement.tokens, 0))) this.#recorder.drop()
    if (statement.open) return
    const text = this.#recorder.take(position)
    const verb = wordAt(statement.tokens, 0)
    if (verb === 'copy' && classifyCopy(statement.tokens, statement).rowsFollow) this.#copy = new CopyRows()
    else if (this.#defining && !notDefinitions.has(verb)) this.#objects.at(-1)?.texts.push(text.trim())
  }
}
