import { PgsafeError } from '../errors.ts'
import type { ClientTools } from '../postgres/client-tools.ts'
import { findClientTools } from '../postgres/find-client-tools.ts'
import { installHint } from '../postgres/install-hint.ts'
import type { Context } from '../system/context.ts'

/** The newest client programs of this machine. Throws `tools-missing` with the line that installs them. */
export async function findTools(ctx: Context): Promise<ClientTools> {
  const [newest] = await findClientTools(ctx)
  if (newest !== undefined) return newest
  throw new PgsafeError('tools-missing', 'psql, pg_dump and pg_restore were not found on this machine', {
    hint: installHint(process.platform),
  })
}
