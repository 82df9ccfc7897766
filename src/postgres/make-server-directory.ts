import { chmod, chown, mkdir, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PgsafeError } from '../errors.ts'
import { makeTemporaryDirectory } from '../system/temporary-directory.ts'
import { canReach, type ServerAccount } from './server-account.ts'

export interface ServerDirectory {
  /** The directory in the directory for temporary files; carries our process id, so that a clean-up knows when it is abandoned. */
  readonly outer: string
  /** 0700 and the server account's own. */
  readonly inner: string
}

/** At a place that the account can reach. The outer directory is always ours, as root too. */
export async function makeServerDirectory(
  account: ServerAccount | undefined,
  wanted: string | undefined,
): Promise<ServerDirectory> {
  const places = await Promise.all((wanted === undefined ? [tmpdir(), '/tmp'] : [wanted]).map((path) => realpath(path)))
  const place = places.find((path) => canReach(account, path))
  if (place === undefined) {
    const tried = places.join(' or ')
    throw new PgsafeError('server-unsuitable', `the account of the throw-away server cannot enter ${tried}`, {
      hint: 'set TMPDIR to a directory that other users may enter, such as /tmp',
    })
  }
  const outer = await makeTemporaryDirectory(place)
  const inner = join(outer, 'pg')
  await mkdir(inner, { mode: 0o700 })
  if (account !== undefined) {
    await chmod(outer, 0o711)
    await chown(inner, account.uid, account.gid)
  }
  return { outer, inner }
}
