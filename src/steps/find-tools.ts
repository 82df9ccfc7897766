import type { ClientTools } from '../postgres/client-tools.ts'
import { findClientTools } from '../postgres/find-client-tools.ts'
import { toolsMissing } from '../postgres/tools-missing.ts'
import type { Context } from '../system/context.ts'

/** The newest client programs of this machine. Throws `tools-missing` with the line that installs them. */
export async function findTools(ctx: Context): Promise<ClientTools> {
  const [newest] = await findClientTools(ctx)
  if (newest !== undefined) return newest
  throw toolsMissing(ctx.env)
}
