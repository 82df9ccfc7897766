import { formatSize } from '../domain/format-size.ts'
import type { KeptSummary } from '../domain/summarize-kept.ts'
import { printable } from './printable.ts'

/** "the snapshot pgsafe_snap_… on the server (12 MB)": where a state lies, and how much room it takes there. */
export function describeKept({ name, kind, bytes }: Pick<KeptSummary, 'name' | 'kind' | 'bytes'>): string {
  const what = kind === 'snapshot' ? 'the snapshot' : 'the kept database'
  return `${what} ${printable(name)} on the server${bytes === null ? '' : ` (${formatSize(bytes)})`}`
}
