import { statfs } from 'node:fs/promises'
import { formatSize } from '../domain/format-size.ts'
import { PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { readDataDirectory } from '../postgres/read-data-directory.ts'
import { readDatabaseSize } from '../postgres/read-database-size.ts'
import type { Context } from '../system/context.ts'

/** A full disk stops the server itself, so a copy has to leave some room. */
const reserve = 1.2

/**
 * Room for one more copy of the database, as far as that can be known: the server's disk is seen only from its own machine.
 * Throws `disk-full`.
 */
export async function assertServerSpace(ctx: Context, database: Database): Promise<void> {
  const free = await serverFreeBytes(ctx, database)
  if (free === undefined) return
  const needed = (await readDatabaseSize(ctx, database)) * reserve
  if (free >= needed) return
  throw new PgsafeError(
    'disk-full',
    `the server has ${formatSize(free)} free, and a copy needs ${formatSize(needed)}`,
    {
      hint: 'free some space on the server, or use the dump engine',
    },
  )
}

/** undefined: nobody can tell. */
async function serverFreeBytes(ctx: Context, database: Database): Promise<number | undefined> {
  const { address } = database.server
  if (address !== null && !/^(?:127\.|::1$)/.test(address)) return undefined
  const directory = await readDataDirectory(ctx, database)
  if (directory === undefined) return undefined
  try {
    const { bavail, bsize } = await statfs(directory)
    return bavail * bsize
  } catch (error) {
    // In a container, or hidden from us: then the copy itself will tell.
    ctx.ui.detail(`the server's disk could not be looked at: ${String(error)}`)
    return undefined
  }
}
