export interface LineChange {
  readonly sign: '-' | '+'
  readonly line: string
}

/** Beyond this many pairs of lines the whole middle counts as replaced. */
const mostPairs = 1_000_000

/** The lines to take out of `before` and to put in to get `after`: a shortest such list, in order. */
export function diffLines(before: readonly string[], after: readonly string[]): LineChange[] {
  const start = commonLength(before, after)
  const end = commonLength(before.slice(start).reverse(), after.slice(start).reverse())
  return diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end))
}

function commonLength(one: readonly string[], other: readonly string[]): number {
  const different = one.findIndex((line, index) => line !== other[index])
  return different === -1 ? one.length : different
}

function diffMiddle(before: readonly string[], after: readonly string[]): LineChange[] {
  if (before.length * after.length > mostPairs) return [...before.map(takeOut), ...after.map(putIn)]
  const longest = commonLengths(before, after)
  const changes: LineChange[] = []
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [old, fresh] = [before[i], after[j]]
    if (old !== undefined && old === fresh) {
      i += 1
      j += 1
    } else if (old !== undefined && (fresh === undefined || at(longest, i + 1, j) >= at(longest, i, j + 1))) {
      changes.push(takeOut(old))
      i += 1
    } else if (fresh !== undefined) {
      changes.push(putIn(fresh))
      j += 1
    }
  }
  return changes
}

/** [i][j]: how many lines the rests from i and from j have in common, in order. */
function commonLengths(before: readonly string[], after: readonly string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0))
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const row = table[i] ?? []
    for (let j = after.length - 1; j >= 0; j -= 1) {
      row[j] = before[i] === after[j] ? at(table, i + 1, j + 1) + 1 : Math.max(at(table, i + 1, j), at(table, i, j + 1))
    }
  }
  return table
}

function at(table: readonly (readonly number[])[], i: number, j: number): number {
  return table[i]?.[j] ?? 0
}

function takeOut(line: string): LineChange {
  return { sign: '-', line }
}

function putIn(line: string): LineChange {
  return { sign: '+', line }
}
