import { randomBytes } from 'node:crypto'
import { backupIdFrom } from '../domain/backup-id.ts'

/** A new id for a backup, a run or a temporary name: 49 random bits. */
export function newId(): string {
  return backupIdFrom(randomBytes(10))
}
