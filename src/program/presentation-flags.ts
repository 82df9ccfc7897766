import type { GlobalFlags } from '../config/global-flags.ts'

/** How an error is shown. */
export type PresentationFlags = Pick<GlobalFlags, 'json' | 'quiet' | 'verbose' | 'color' | 'url'>

/**
 * Reads just enough of the command line to report that the rest of it is wrong: with `--json` even that error is JSON.
 * What follows `--` belongs to a wrapped command.
 */
export function presentationFlagsIn(argv: readonly string[]): PresentationFlags {
  const end = argv.indexOf('--')
  const ours = new Set(end === -1 ? argv : argv.slice(0, end))
  return {
    json: ours.has('--json'),
    quiet: ours.has('--quiet') || ours.has('-q'),
    verbose: ours.has('--verbose'),
    ...(ours.has('--no-color') ? { color: false } : {}),
  }
}
