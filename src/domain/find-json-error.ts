const scalar =
  /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/uy
const key = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"\s*:/uy

/** Where text stops being JSON, as `line 3, column 5`. JSON.parse tells only sometimes, and quotes the text (and its secrets) when it does not. */
export function findJsonError(text: string): string {
  const before = text.slice(0, scan(text).at).split('\n')
  return `line ${String(before.length)}, column ${String((before.at(-1) ?? '').length + 1)}`
}

/** Reads as far as the text is JSON. `open` holds the closing brackets that are still due. */
function scan(text: string): { at: number } {
  const open: string[] = []
  let at = skip(text, 0)
  for (;;) {
    if (open.at(-1) === '}' && text[at] !== '}') {
      const end = matchEnd(key, text, at)
      if (end === undefined) return { at }
      at = skip(text, end)
    }
    const bracket = text[at]
    if (bracket === '{' || bracket === '[') {
      open.push(bracket === '{' ? '}' : ']')
      at = skip(text, at + 1)
      if (text[at] !== open.at(-1)) continue
    } else {
      const end = matchEnd(scalar, text, at)
      if (end === undefined) return { at }
      at = skip(text, end)
    }
    while (open.length > 0 && text[at] === open.at(-1)) {
      open.pop()
      at = skip(text, at + 1)
    }
    if (open.length === 0 || text[at] !== ',') return { at }
    at = skip(text, at + 1)
    // A comma promises one more: a closing bracket after it is the mistake.
    if (text[at] === open.at(-1)) return { at }
  }
}

function skip(text: string, from: number): number {
  let at = from
  while (/[ \t\r\n]/.test(text.charAt(at))) at += 1
  return at
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : undefined
}
