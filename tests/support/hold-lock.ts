import { expect } from 'vitest'
import { runSql, type SqlTarget } from './psql.ts'
import { randomSuffix } from './test-database.ts'

export interface HeldLock {
  readonly application: string
  readonly pid: string
  /** Ends the session. */
  readonly release: () => Promise<void>
}

/**
 * A session that holds a table's lock in an open transaction: ACCESS EXCLUSIVE is what an unfinished migration looks like,
 * ACCESS SHARE what somebody who has only read it does.
 */
export async function holdTableLock(
  at: SqlTarget,
  table: string,
  mode: 'ACCESS EXCLUSIVE' | 'ACCESS SHARE' = 'ACCESS EXCLUSIVE',
): Promise<HeldLock> {
  const application = `migration ${randomSuffix()}`
  const begin = `SET application_name = '${application}'; BEGIN; LOCK TABLE ${table} IN ${mode} MODE;`
  const ended = runSql(at, `${begin} SELECT pg_sleep(600)`).catch(() => undefined)
  const holder = `SELECT l.pid FROM pg_locks l JOIN pg_stat_activity USING (pid)
    WHERE application_name = '${application}' AND mode = '${mode === 'ACCESS SHARE' ? 'AccessShareLock' : 'AccessExclusiveLock'}' AND relation = '${table}'::regclass AND granted`
  await expect.poll(() => runSql(at, holder), { timeout: 20_000 }).not.toBe('')
  const pid = await runSql(at, holder)
  return {
    application,
    pid,
    release: async () => {
      await runSql(at, `SELECT pg_terminate_backend(${pid})`)
      await ended
    },
  }
}
