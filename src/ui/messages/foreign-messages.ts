import { printable } from '../printable.ts'

/** Longer lists of tables are cut. */
const shownTables = 10

/** What is said about a file that pgsafe did not make. */
export const foreignMessages = {
  foreignFile: ({ file, superuser }: { file: string; superuser: boolean }): string => {
    const power = superuser ? ' You are a superuser: it may do anything on the server.' : ''
    return `pgsafe did not make ${printable(file)}: nobody has proven it complete, and loading it runs its SQL as you.${power}`
  },

  /** Tables of the target that the file does not hold, or holds without their rows. */
  foreignLacks: (view: { missing: readonly string[]; database: string; file: string }): string => {
    const names = view.missing.slice(0, shownTables).map(printable).join(', ')
    const more = view.missing.length > shownTables ? ` and ${view.missing.length - shownTables} more` : ''
    return `"${printable(view.database)}" has tables that ${printable(view.file)} lacks or holds without rows: ${names}${more}`
  },
}
