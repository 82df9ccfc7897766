interface KeptSettings {
  readonly count: { readonly value: number }
  readonly hours: { readonly value: number }
}

/**
 * What becomes of a replaced database: it stays for so many hours, a backup takes its place at once (nothing is to be kept on
 * the server), or it is gone (`--no-keep`).
 */
export type KeptState = { readonly hours: number } | 'backup' | 'gone'

/** Decides it from the settings and the flag. */
export function decideKept({ count, hours }: KeptSettings, keep: boolean): KeptState {
  if (!keep) return 'gone'
  return count.value === 0 || hours.value === 0 ? 'backup' : { hours: hours.value }
}

/** What is left of the database that a swap put aside as `keptAs`, and whether `undoLine` brings it back. */
export function describeLeft(
  keptAs: string | null,
  { kept, undoLine }: { readonly kept: KeptState; readonly undoLine: string },
): { keptAs: string | null; undo: string | null } {
  const undo = keptAs === null || kept === 'gone' ? null : undoLine
  return { keptAs: typeof kept === 'object' ? keptAs : null, undo }
}
