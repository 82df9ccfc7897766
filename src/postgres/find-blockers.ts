import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

interface Blocker {
  readonly pid: number
  readonly role: string | null
  readonly application: string | null
  readonly relation: string
  readonly seconds: number | null
}

/** pg_dump takes ACCESS SHARE on every table: only ACCESS EXCLUSIVE holders stop it. Prepared transactions have no pid. */
const blockersSql = `
  select l.pid, a.usename as role, a.application_name as application, l.relation::regclass::text as relation,
         extract(epoch from now() - a.xact_start)::int as seconds
  from pg_locks l left join pg_stat_activity a using (pid)
  where l.mode = 'AccessExclusiveLock' and l.granted and l.locktype = 'relation' and l.relation >= 16384
    and l.database = (select oid from pg_database where datname = current_database())
  order by a.xact_start limit 5`

/** Who holds the locks that pg_dump waited for, one phrase each: "pid 4711 (app, 'rails', 40 s in its transaction) locks orders". */
export async function findBlockers(ctx: Context, at: SqlEndpoint): Promise<string[]> {
  const rows = await queryRows<Blocker>(ctx, at, blockersSql)
  return rows.map(describeBlocker)
}

function describeBlocker(row: Blocker): string {
  if (row.pid === null) return `a prepared transaction locks ${row.relation}`
  const who = [row.role, row.application, row.seconds === null ? null : `${row.seconds} s in its transaction`]
  return `pid ${row.pid} (${who.filter((part) => part !== null && part !== '').join(', ')}) locks ${row.relation}`
}
