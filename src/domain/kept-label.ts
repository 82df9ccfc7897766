/** What a database of ours says of itself. */
export interface KeptLabel {
  /** The command that it is left of. */
  readonly kind: string
  /** The name that the database had; for a snapshot the name of the one that it is a copy of. */
  readonly database: string
  /** The store's directory. */
  readonly directory: string
  /** Only of a snapshot: the step that it was made for. */
  readonly step?: string
}

const storeMark = ' Store: '

/** The comment on a kept database or a snapshot, for whoever finds it: its name says little (fact 8). Its own comment is in the undo entry. */
export function formatKeptLabel({ kind, database, directory, step }: KeptLabel): string {
  const what =
    step === undefined
      ? `kept by pgsafe ${kind}: this was "${database}"`
      : `snapshot of "${database}" by pgsafe ${kind}`
  const undo = step === undefined ? 'pgsafe undo' : `pgsafe undo ${step}`
  return `${what}. To bring it back: ${undo}.${storeMark}${directory}`
}

/** The directory of the store that a label names; undefined for any other comment. */
export function storeOfLabel(comment: string | null): string | undefined {
  if (comment === null || !/^(?:kept by|snapshot of) /.test(comment)) return undefined
  const place = comment.lastIndexOf(storeMark)
  return place === -1 ? undefined : comment.slice(place + storeMark.length)
}
