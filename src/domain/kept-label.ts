interface Kept {
  readonly kind: string
  /** The name that the database had. */
  readonly database: string
  /** The store's directory. */
  readonly directory: string
}

/** The comment on a kept database, for whoever finds it: its name says little (fact 8). Its own comment is in the undo entry. */
export function formatKeptLabel({ kind, database, directory }: Kept): string {
  return `kept by pgsafe ${kind}: this was "${database}". To bring it back: pgsafe undo. Store: ${directory}`
}
