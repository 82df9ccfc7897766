const newline = 0x0a

/** Line feeds in `chunk[from, to)`. Native search: several times faster than a loop on real lines. */
export function countNewlines(chunk: Buffer, from: number, to: number): number {
  const part = chunk.subarray(from, to)
  let count = 0
  for (let at = part.indexOf(newline); at !== -1; at = part.indexOf(newline, at + 1)) count += 1
  return count
}
