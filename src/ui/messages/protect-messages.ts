import { printable } from '../printable.ts'
import { style } from '../style.ts'

export interface MarkView {
  /** user@host:port/database */
  readonly target: string
  /** Where the target was found: "DATABASE_URL in .env". */
  readonly source: string
  readonly protect: boolean
}

export interface MarkDoneView {
  readonly database: string
  /** As it is now. */
  readonly protected: boolean
  readonly changed: boolean
  readonly dryRun: boolean
}

/** What `pgsafe protect` and `pgsafe unprotect` say. */
export const protectMessages = {
  markScreen: ({ target, source, protect }: MarkView): string =>
    [
      `  Database: ${style.strong(printable(target))}`,
      `            (from ${printable(source)})`,
      protect
        ? "  Every pgsafe, on every machine, will want this database's name typed."
        : style.caution('  pgsafe will no longer want its name typed because of the mark.'),
      "  The mark stands in the database's comment, beside your own text.",
      '',
    ].join('\n'),

  proceedWithMark: 'Protect it? (y/n)',
  proceedWithoutMark: 'Take the protection away?',

  markDone: (done: MarkDoneView): string => {
    const name = `"${printable(done.database)}"`
    const state = done.protected ? 'protected' : 'not protected'
    if (done.dryRun) return `Dry run: ${name} is ${state}; nothing was changed.`
    if (!done.changed) return `${name} is ${state}${done.protected ? ' already' : ''}: nothing was changed.`
    if (!done.protected) return style.good(`✅ ${name} is no longer protected.`)
    const protectedNow = style.good(`✅ ${name} is protected: --yes and --force no longer suffice.`)
    return `${protectedNow}\n   To take that away: ${style.command('pgsafe unprotect')}`
  },
}
