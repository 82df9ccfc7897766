import type { DumpSummary } from '../dump/dump-summary.ts'
import { PgsafeError } from '../errors.ts'

/** Throws `hostile-file` when a dump would reach beyond its own database or run programs (fact 2). `name` is the file's. */
export function assertHarmless(name: string, { refusals }: Pick<DumpSummary, 'refusals'>): void {
  const [first, ...others] = refusals
  if (first === undefined) return
  const more = others.length === 0 ? '' : ` (and ${String(others.length)} more)`
  throw new PgsafeError(
    'hostile-file',
    `${name} is not restored: line ${String(first.line)} holds ${first.what}${more}`,
    {
      hint: 'a dump may only build its own database: dump again without -C/--create, from pg_dump itself',
    },
  )
}
