import { fixedClientVersion } from '../domain/versions.ts'
import type { ClientTools } from '../postgres/client-tools.ts'
import { findClientTools } from '../postgres/find-client-tools.ts'
import { toolsMissing } from '../postgres/tools-missing.ts'
import type { Context } from '../system/context.ts'
import type { DoctorCheck } from '../ui/messages/doctor-messages.ts'

const title = 'Client tools'

/** Which installations of psql, pg_dump and pg_restore there are, newest first. */
export async function checkTools(ctx: Context): Promise<DoctorCheck[]> {
  const found = await findClientTools(ctx)
  if (found.length === 0) {
    const { message, hint } = toolsMissing(ctx.env)
    return [{ title, status: 'fail', detail: message, remedy: hint }]
  }
  return found.map(describe)
}

function describe(tools: ClientTools): DoctorCheck {
  const detail = `${tools.version} (${tools.pgDump})`
  const fixed = fixedClientVersion(tools.version)
  if (fixed === undefined) return { title, status: 'ok', detail }
  return { title, status: 'warn', detail: `${detail} has known security holes`, remedy: `update to ${fixed} or newer` }
}
