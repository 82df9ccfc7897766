export interface WrapOptions {
  /** Columns, the indentation included. */
  readonly width?: number
  /** Before the first line; not counted again. */
  readonly first?: string
  /** Before every further line. */
  readonly indent?: string
}

/**
 * Breaks at spaces only: a path or a command without spaces stays in one piece, however long it is. Line breaks in the
 * text are kept.
 */
export function wrapText(text: string, { width = 80, first = '', indent = '' }: WrapOptions = {}): string {
  const lines: string[] = []
  let line = first
  let empty = true
  const flush = (): void => {
    lines.push(line.trimEnd())
    line = indent
    empty = true
  }
  for (const [index, paragraph] of text.split('\n').entries()) {
    if (index > 0) flush()
    for (const word of paragraph.split(' ')) {
      if (!empty && line.length + 1 + word.length > width) flush()
      line += empty ? word : ` ${word}`
      empty = false
    }
  }
  flush()
  return lines.join('\n')
}
