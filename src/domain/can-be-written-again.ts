/** Far deeper than anything of ours; following much more would exhaust the stack. */
const deepest = 100

/** False for a value out of JSON text that JSON could not say again: a number out of range (1e999), or endless nesting. */
export function canBeWrittenAgain(value: unknown, depth = 0): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  return depth < deepest && Object.values(value).every((inner) => canBeWrittenAgain(inner, depth + 1))
}
