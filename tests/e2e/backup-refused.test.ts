import { expect, it } from 'vitest'
import { holdTableLock } from '../support/hold-lock.ts'
import { backupFiles, createProject } from '../support/project.ts'
import { partialsIn } from '../support/stored-backup.ts'
import { onServer, randomSuffix } from '../support/test-database.ts'

/** What the server refuses to this role, and what the error has to say: which table, and what to do. */
const refusals: [string, (stranger: string) => string, RegExp][] = [
  [
    'a table that this role may not read',
    (stranger) => `CREATE TABLE payroll (i int); ALTER TABLE payroll OWNER TO ${stranger}`,
    /permission denied for table payroll.* Try: connect as the owner/,
  ],
  [
    'row-level security, which would silently halve the backup',
    (
      stranger,
    ) => `CREATE TABLE secrets (i int); INSERT INTO secrets VALUES (1), (2); ALTER TABLE secrets OWNER TO ${stranger};
      GRANT SELECT ON secrets TO PUBLIC; ALTER TABLE secrets ENABLE ROW LEVEL SECURITY`,
    /row-level security .*"?secrets"?.* Try: connect as .* BYPASSRLS/,
  ],
  [
    'a large object of somebody else',
    (stranger) => `SET ROLE ${stranger}; SELECT lo_from_bytea(0, 'theirs'); RESET ROLE`,
    /permission denied for large object \d+.* Try: connect as the owner/,
  ],
]

it.each(refusals)('%s fails the backup, and nothing is left of it', async (_what, sql, says) => {
  const project = await createProject()
  const stranger = `stranger_${randomSuffix()}`
  await onServer(`CREATE ROLE ${stranger}`)
  await project.database.query(sql(stranger))
  const { exitCode, stderr } = await project.pgsafe(['backup', '--auto'])
  await project.database.query(`DROP OWNED BY ${stranger}; DROP ROLE ${stranger}`)
  expect(exitCode).toBe(5)
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(says)
  expect(backupFiles(project)).toEqual([])
  expect(partialsIn(project.store)).toEqual([])
})

it('a connection that the server ends fails the backup as that, and nothing is left of it', async () => {
  const project = await createProject()
  const held = await holdTableLock(project.database.at, 'orders')
  const running = project.pgsafe(['backup', '--auto'])
  const dumps = `FROM pg_stat_activity WHERE application_name = 'pgsafe' AND datname = current_database() AND wait_event_type = 'Lock'`
  await expect.poll(() => project.database.query(`SELECT count(*) ${dumps}`), { timeout: 30_000 }).toBe('1')
  await project.database.query(`SELECT pg_terminate_backend(pid) ${dumps}`)
  const { exitCode, stderr } = await running
  await held.release()
  expect(exitCode).toBe(5)
  expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(/the connection to .* was lost.* Try: look into the server's log/)
  expect(backupFiles(project)).toEqual([])
  expect(partialsIn(project.store)).toEqual([])
})
