import { statfs } from 'node:fs/promises'
import type { Space } from '../domain/space.ts'
import type { Database } from '../postgres/database.ts'
import { readDataDirectory } from '../postgres/read-data-directory.ts'
import type { Context } from '../system/context.ts'

/** The room for `needed` bytes where the server keeps its databases. undefined: nobody can tell, it is seen only from its own machine. */
export async function measureServerSpace(ctx: Context, at: Database, needed: number): Promise<Space | undefined> {
  const { address } = at.server
  if (address !== null && !/^(?:127\.|::1$)/.test(address)) return undefined
  const directory = await readDataDirectory(ctx, at)
  if (directory === undefined) return undefined
  try {
    const { bavail, bsize } = await statfs(directory)
    return { needed, free: bavail * bsize }
  } catch (error) {
    // In a container, or hidden from us: then the copy itself will tell.
    ctx.ui.detail(`the server's disk could not be looked at: ${String(error)}`)
    return undefined
  }
}
