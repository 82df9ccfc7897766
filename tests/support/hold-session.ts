import { expect } from 'vitest'
import { randomSuffix } from './test-database.ts'
import { runSql, type SqlTarget } from './psql.ts'

/** A client that does nothing but stay connected. Resolves when the server has it; `ended` is what it heard at its end ('nothing' after `seconds`). */
export async function holdSession(
  at: SqlTarget,
  seconds = 600,
): Promise<{ application: string; ended: Promise<string> }> {
  const application = `held ${randomSuffix()}`
  const ended = runSql(at, `SET application_name = '${application}'; SELECT pg_sleep(${String(seconds)})`).then(
    () => 'nothing',
    (error: Error) => error.message,
  )
  const isThere = `SELECT count(*) FROM pg_stat_activity WHERE application_name = '${application}'`
  await expect.poll(() => runSql(at, isThere), { timeout: 20_000 }).toBe('1')
  return { application, ended }
}
