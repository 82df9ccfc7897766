import { setTimeout as sleep } from 'node:timers/promises'
import type { WriteMarks } from '../domain/write-marks.ts'
import type { Context } from '../system/context.ts'
import type { SqlEndpoint } from './database.ts'
import { queryRows } from './psql.ts'

/** Fact 12: OIDs miss TRUNCATE, so relfilenode and xmin go in; system and temporary schemas stay out. */
const catalogDigest = `
  (select md5(coalesce(string_agg(mark, ',' order by mark), '')) from (
     select concat_ws(':', 'n', n.oid, n.xmin, n.nspname) as mark from pg_namespace n
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
     union all
     select concat_ws(':', c.oid, c.relfilenode, c.relkind, c.relnamespace, c.relname, c.xmin) from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   ) marks)`

/** A crash resets what the background writer counts as well. */
const statisticsSince = `
  concat_ws(' ', pg_postmaster_start_time(), (select stats_reset from pg_stat_bgwriter),
    (select stats_reset from pg_stat_database where datname = current_database()))`

/** Of this database's own tables and catalogs; but not what autovacuum's ANALYZE writes down at any time. */
const rowsWritten = `
  (select coalesce(sum(pg_stat_get_tuples_inserted(c.oid) + pg_stat_get_tuples_updated(c.oid) + pg_stat_get_tuples_deleted(c.oid)), 0)
     from pg_class c
    where c.relkind in ('r', 'm', 't') and not c.relisshared
      and not exists (select from pg_class s where s.oid in ('pg_statistic'::regclass, 'pg_statistic_ext_data'::regclass)
                        and c.oid in (s.oid, s.reltoastrelid)))`

/** An autovacuum worker has no role: its type is hidden from who may not read all statistics, and it writes no user's data. */
const marksSql = `
  select pg_snapshot_xmax(snapshot)::text as xmax,
    array(select pg_snapshot_xip(snapshot)::text) as running,
    (select oid::bigint from pg_database where datname = current_database()) as "databaseOid",
    ${catalogDigest} as "catalogDigest",
    ${rowsWritten} as "rowsWritten",
    ${statisticsSince} as "statisticsSince",
    current_setting('server_version_num')::int >= 150000 and current_setting('track_counts')::boolean as "promptStatistics",
    (select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and usesysid is not null) as "otherSessions",
    (select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
       and application_name = 'pgsafe') as "leaving"
  from pg_current_snapshot() as snapshot`

/** A server takes a moment to end a session whose client has gone. */
const [patience, pauseMs] = [20, 50]

/**
 * Reads the marks in one query. Read the marks of tables after them: a session that has gone by now has told its counters. Our
 * own earlier sessions are waited for: they would pass for somebody else's, who may have written.
 */
export async function readWriteMarks(ctx: Context, at: SqlEndpoint): Promise<WriteMarks> {
  for (let look = 1; ; look += 1) {
    const [row] = await queryRows<WriteMarks & { readonly leaving: number }>(ctx, at, marksSql)
    if (row === undefined) throw new Error('the write marks query returned no row')
    const { leaving, ...marks } = row
    if (leaving === 0 || look === patience) return marks
    await sleep(pauseMs)
  }
}
