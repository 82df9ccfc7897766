import type { Database } from '../postgres/database.ts'
import type { Run } from './open-run.ts'

/** What is to be kept before a destructive command. */
export interface BackupBefore {
  readonly run: Run
  readonly database: Database
  /** What it is made for: the reason in the manifest, the kind of the undo entry and of the journal. */
  readonly kind: 'guard' | 'reset'
  readonly command: readonly string[]
  readonly label: string | undefined
  /** The command reaches beyond the database: the server's roles are kept too. */
  readonly withRoles?: boolean
}
