/** A step of the undo chain, as far as it says what is kept on the server. */
interface KeepingStep {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly kind: string
  readonly target: { readonly name: string }
  readonly keptDatabase: {
    readonly name: string
    readonly bytes?: number | null
    readonly snapshot?: object
  } | null
}

/** A kept database or snapshot in `--json` documents (docs/json-output.md) and lists. */
export interface KeptSummary {
  readonly name: string
  readonly kind: 'kept' | 'snapshot'
  /** The database that it was, or is a copy of. */
  readonly database: string
  /** When it was put there; null: not known. */
  readonly bytes: number | null
  /** ISO 8601, UTC. */
  readonly at: string
  /** What `pgsafe undo` takes. */
  readonly step: string
  /** The command that it is left of. */
  readonly reason: string
}

/** What a step keeps on the server; null when it is nothing, or not there any more as far as the undo chain knows. */
export function summarizeKept({ id, at, kind, target, keptDatabase }: KeepingStep): KeptSummary | null {
  if (keptDatabase === null) return null
  const { name, bytes = null, snapshot } = keptDatabase
  const what = snapshot === undefined ? 'kept' : 'snapshot'
  return { name, kind: what, database: target.name, bytes, at, step: id, reason: kind }
}
