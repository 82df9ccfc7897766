import { chooseRestoreMethod, type RestoreMethod } from '../steps/choose-restore-method.ts'
import { preflightSwap } from '../steps/preflight-swap.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import type { Context } from '../system/context.ts'

/** How the backup will take the database's place. One that is missing can only be created. */
export async function chooseMethod(
  ctx: Context,
  server: ReachedServer,
  flags: { readonly inPlace?: boolean },
): Promise<RestoreMethod> {
  const { database } = server
  if (database !== undefined) {
    return chooseRestoreMethod(ctx, database, { wanted: flags.inPlace === true ? 'in-place' : undefined })
  }
  await preflightSwap(ctx, server)
  return { kind: 'swap' }
}
