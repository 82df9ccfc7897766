import type { ConnectionParams } from '../target.ts'

/** A file's text by its absolute path; undefined when there is none that can be read. */
export type ReadFile = (path: string) => string | undefined

/**
 * Where a tool's address stands: in its own arguments, in a variable of its environment, in a file that it reads as data,
 * or in a program's text that pgsafe searched and did not run.
 */
export type TargetSource = 'arguments' | 'environment' | 'file' | 'code'

/** How a database is reached, as the tool would; holds secrets: never print it. */
export type DatabasePlace = { readonly url: string } | { readonly params: ConnectionParams }

export interface FoundTarget {
  readonly kind: 'url'
  readonly place: DatabasePlace
  /** The database acted on when it is another one of that server than the one connected to (`dropdb`). */
  readonly database?: string
  /** One line for people, without secrets: "DATABASE_URL in .env, through prisma/schema.prisma". */
  readonly how: string
  readonly source: TargetSource
}

/** Which database a command acts on, as far as its words and files tell. */
export type CommandTarget =
  | FoundTarget
  /** Its configuration is a program that names the variable which guard sets for it. */
  | { readonly kind: 'pinned'; readonly variable: string; readonly evidence: string }
  /** Nothing in it speaks of a database: a script, a program nobody knows. */
  | { readonly kind: 'opaque' }
  /** Something speaks for another source than the variable that guard sets. */
  | { readonly kind: 'other'; readonly evidence: string }
  /** It destroys nothing in a database. */
  | { readonly kind: 'none' }

export const opaque: CommandTarget = { kind: 'opaque' }

export function other(evidence: string): CommandTarget {
  return { kind: 'other', evidence }
}
