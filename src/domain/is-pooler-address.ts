import type { ConnectionParams } from './target.ts'

/** Neon's `ep-…-pooler.…`, Prisma Postgres' `pooled.db.…`, Fly's `pgbouncer.….flympg.net`. */
const poolerHost = /^(?:[^.]+-pooler|pooled|pgbouncer)(?:\.|$)/i
/** Supabase's transaction pool. */
const poolerPort = '6543'

/** True for addresses known to be connection poolers: pg_dump through them fails, or poisons other clients' sessions. */
export function isPoolerAddress({ host, port }: ConnectionParams): boolean {
  const hosts = (host ?? '').split(',')
  const ports = (port ?? '').split(',')
  return hosts.some((name) => poolerHost.test(name)) || ports.includes(poolerPort)
}
