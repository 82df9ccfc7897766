import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Approval, ApprovalFields, ApprovedRun } from '../domain/approval.ts'
import { isBackupId } from '../domain/backup-id.ts'
import { formatCanonicalJson } from '../domain/canonical-json.ts'
import { isPgsafeError } from '../errors.ts'
import type { Store } from './open-store.ts'
import { readJsonFile, type JsonObject } from './read-json-file.ts'

/** Where the request of that id lies. Throws RangeError for what is no id: it would be a path of somebody's choice. */
export function approvalPath(store: Store, id: string): string {
  if (!isBackupId(id)) throw new RangeError('not the id of an approval')
  return join(store.approvalDirectory, `${id}.json`)
}

/** The stored form, with its seal; one that is there already is made anew. */
export function sealApproval(unsealed: ApprovalFields & { readonly seal?: string }): Approval {
  const { seal: _, ...fields } = unsealed
  return { ...fields, seal: hashOf(fields) }
}

/** What ties a request to one run. The id makes it different each time, so that it tells nothing of the words. */
export function bindingOf(id: string, run: ApprovedRun): string {
  return hashOf({ id, ...run })
}

/** undefined when there is none, and for a file that is damaged or was edited: nothing is approved by it. */
export async function readApproval(path: string, id: string): Promise<Approval | undefined> {
  try {
    const value = await readJsonFile(path)
    return value !== undefined && isApproval(value) && value.id === id ? value : undefined
  } catch (error) {
    if (isPgsafeError(error, 'verification-failed')) return undefined
    throw error
  }
}

function isApproval(value: JsonObject): value is JsonObject & Approval {
  const { seal, ...fields } = value
  const { version, approvedAt, danger, command, reasons } = fields
  const texts = ['id', 'createdAt', 'expiresAt', 'agent', 'action', 'directory', 'database', 'target', 'binding']
  return (
    version === 1 &&
    texts.every((name) => typeof fields[name] === 'string') &&
    (approvedAt === null || typeof approvedAt === 'string') &&
    (danger === 'local' || danger === 'remote' || danger === 'production') &&
    [command, reasons].every(isTexts) &&
    seal === hashOf(fields)
  )
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string')
}

function hashOf(value: object): string {
  return createHash('sha256').update(formatCanonicalJson(value)).digest('hex')
}
