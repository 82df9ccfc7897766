import { backupIdFrom } from '../domain/backup-id.ts'

/** A new id for a backup, a run or a temporary name: 49 random bits. */
export function newId(): string {
  // The global one: a module that is imported is loaded at every start, also by commands that need no id.
  return backupIdFrom(crypto.getRandomValues(new Uint8Array(10)))
}
