import { readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** An operating system user that a server can run as. */
export interface ServerAccount {
  readonly uid: number
  readonly gid: number
}

const nobody: ServerAccount = { uid: 65_534, gid: 65_534 }

/** PostgreSQL refuses to run as root: then the account of `postgres`, else of `nobody`. For ordinary users: undefined. */
export function findServerAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ['postgres', '_postgres', 'nobody']) {
    const [, , uid, gid] = users.find(([user]) => user === name) ?? []
    // macOS writes nobody as -2, which is no uid that a process can be given.
    if (Number(uid) > 0 && Number(gid) > 0) return { uid: Number(uid), gid: Number(gid) }
  }
  return nobody
}

/** Whether the account may pass through every directory down to `path` (and enter it): root's home, say, is closed to others. */
export function canReach(account: ServerAccount | undefined, path: string): boolean {
  if (account === undefined) return true
  const { mode, uid, gid } = statSync(path)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  const parent = dirname(path)
  return (mode & bit) !== 0 && (parent === path || canReach(account, parent))
}
