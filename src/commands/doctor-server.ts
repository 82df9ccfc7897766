import { isOwnDatabase } from '../domain/database-names.ts'
import { formatSize } from '../domain/format-size.ts'
import { checkRestorability } from '../postgres/check-restorability.ts'
import { checkSwap } from '../postgres/check-swap.ts'
import type { Database } from '../postgres/database.ts'
import { listDatabases } from '../postgres/list-databases.ts'
import { readDatabaseSize } from '../postgres/read-database-size.ts'
import { sharesBackends } from '../postgres/shares-backends.ts'
import { judgeDanger } from '../steps/judge-danger.ts'
import { withServer } from '../steps/with-server.ts'
import { withDatabase } from '../steps/with-database.ts'
import { readUndoChain } from '../store/undo-chain.ts'
import type { Context } from '../system/context.ts'
import type { DoctorCheck } from '../ui/messages/doctor-messages.ts'
import type { Run } from './open-run.ts'

/** Connection, tools for this server, rights to back up and to bring back, and databases that earlier runs left. */
export async function checkServer(ctx: Context, run: Run): Promise<DoctorCheck[]> {
  return withDatabase(ctx, run.target, async (database) => [
    ...describeServer(database),
    await describePooler(ctx, run, database),
    await describeDanger(ctx, run, database),
    { title: 'Database size', status: 'info', detail: formatSize(await readDatabaseSize(ctx, database)) },
    ...(await describeRights(ctx, run, database)),
    ...(await describeLeftovers(ctx, run, database)),
  ])
}

function describeServer({ server, tools }: Database): DoctorCheck[] {
  const role = `${server.role}${server.superuser ? ' (superuser)' : ''}`
  return [
    { title: 'Server', status: 'ok', detail: `PostgreSQL ${server.version}, as ${role}` },
    { title: 'Tools for this server', status: 'ok', detail: `pg_dump ${tools.version}` },
  ]
}

async function describePooler(ctx: Context, { target }: Run, database: Database): Promise<DoctorCheck> {
  const title = 'Direct connection'
  if (target.pooler !== true && !(await sharesBackends(ctx, database))) return { title, status: 'ok', detail: 'yes' }
  const remedy = 'use the direct URL (directUrl, "non-pooling") with PGSAFE_DATABASE_URL'
  return { title, status: 'fail', detail: 'it leads through a connection pooler', remedy }
}

async function describeDanger(ctx: Context, run: Run, database: Database): Promise<DoctorCheck> {
  const { level, reasons } = await judgeDanger(ctx, { ...run, database })
  const consent = level === 'local' ? 'the word yes' : 'the database name typed'
  const because = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`
  return {
    title: 'Judged',
    status: level === 'local' ? 'info' : 'warn',
    detail: `${level}${because}: destructive commands need ${consent}`,
  }
}

/** A backup does not need these rights, bringing it back does: a warning here stops guard and restore. */
async function describeRights(ctx: Context, { target }: Run, database: Database): Promise<DoctorCheck[]> {
  if (target.restoreAs === undefined) return describeRightsOf(ctx, database)
  const title = 'Restores as'
  return withServer(ctx, target, async (server) => {
    const { role, superuser } = server.maintenance.server
    const detail = `${role}${superuser ? ' (superuser)' : ''}, by ${target.restoreAs?.source ?? ''}`
    return [{ title, status: 'info', detail }, ...(await describeRightsOf(ctx, server.database ?? database))]
  })
}

async function describeRightsOf(ctx: Context, database: Database): Promise<DoctorCheck[]> {
  const problems = [...(await checkRestorability(ctx, database)), ...(await checkSwap(ctx, database))]
  if (problems.length === 0) return [{ title: 'Restorable by this role', status: 'ok', detail: 'yes' }]
  return problems.map(({ problem, remedy }) => ({
    title: 'Restorable by this role',
    status: 'warn',
    detail: problem,
    remedy,
  }))
}

async function describeLeftovers(ctx: Context, { store }: Run, database: Database): Promise<DoctorCheck[]> {
  const own = (await listDatabases(ctx, database)).filter(({ name }) => isOwnDatabase(name))
  const kept = new Set((await readUndoChain(store)).flatMap(({ keptDatabase }) => keptDatabase?.name ?? []))
  if (own.length === 0) return [{ title: 'Databases of ours on the server', status: 'ok', detail: 'none' }]
  return own.map(({ name, bytes }): DoctorCheck => {
    const title = 'Databases of ours on the server'
    const detail = `${name}${bytes === null ? '' : `, ${formatSize(bytes)}`}`
    if (kept.has(name)) return { title, status: 'info', detail: `${detail}, kept for undo` }
    return {
      title,
      status: 'warn',
      detail: `${detail}, not of this store`,
      remedy: `if no restore is running: dropdb ${name}`,
    }
  })
}
