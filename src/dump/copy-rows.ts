import { countNewlines } from './count-newlines.ts'

const lineFeed = 0x0a
const carriageReturn = 0x0d
const backslash = 0x5c
const dot = 0x2e
const candidate = Buffer.from('\n\\.')

/** How far the end marker `\.` has been seen on the current line; `inside` when the line is something else. */
type Progress = 'statement' | 'line-start' | 'backslash' | 'dot' | 'return' | 'inside' | 'ended'

/**
 * The data lines after one `COPY … FROM stdin;`, as psql reads them: from the next line on, up to a line that is
 * exactly `\.` (LF or CRLF). Nearly everything happens in native searches.
 */
export class CopyRows {
  /** Data lines so far. */
  rows = 0
  /** Line feeds taken by the last `read`. */
  newlines = 0
  /** Something other than blanks stands behind the COPY statement on its line: psql would run it after the data. */
  straggler = false
  #progress: Progress = 'statement'

  /** Returns the position after the end marker's line, or -1 when the chunk ended first. */
  read(chunk: Buffer, at: number): number {
    this.newlines = 0
    let position = at
    while (position < chunk.length) {
      if (this.#progress === 'statement') position = this.#restOfStatementLine(chunk, position)
      else if (this.#progress === 'inside') position = this.#skipRows(chunk, position)
      else if (this.#matchMarker(chunk[position])) position += 1
      if (this.#progress === 'ended') return position
    }
    return -1
  }

  #restOfStatementLine(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(lineFeed, at)
    const rest = chunk.subarray(at, end === -1 ? chunk.length : end)
    this.straggler ||= rest.some((byte) => byte !== 0x20 && (byte < 0x09 || byte > carriageReturn))
    if (end === -1) return chunk.length
    this.newlines += 1
    this.#progress = 'line-start'
    return end + 1
  }

  /** Compares the next byte of a line that may be the end marker. False: it is not, and the byte is not taken. */
  #matchMarker(byte: number | undefined): boolean {
    const next = markerStep(this.#progress, byte)
    this.#progress = next
    if (next === 'ended') this.newlines += 1
    return next !== 'inside'
  }

  /** Jumps to behind the next "\n\." or to the chunk's end. */
  #skipRows(chunk: Buffer, at: number): number {
    const found = chunk.indexOf(candidate, at)
    const end = found === -1 ? chunk.length : found + 1
    const lines = countNewlines(chunk, at, end)
    this.rows += lines
    this.newlines += lines
    if (found !== -1) {
      this.#progress = 'dot'
      return found + candidate.length
    }
    const last = chunk[chunk.length - 1]
    if (last === lineFeed) this.#progress = 'line-start'
    else if (last === backslash && chunk[chunk.length - 2] === lineFeed) this.#progress = 'backslash'
    return chunk.length
  }
}

function markerStep(progress: Progress, byte: number | undefined): Progress {
  if (progress === 'line-start' && byte === backslash) return 'backslash'
  if (progress === 'backslash' && byte === dot) return 'dot'
  if (progress === 'dot' && byte === carriageReturn) return 'return'
  return (progress === 'dot' || progress === 'return') && byte === lineFeed ? 'ended' : 'inside'
}
