import { withoutServerMarks } from '../../../src/domain/without-server-marks.ts'
import { runPgDump, runSql, type SqlTarget } from '../psql.ts'

/**
 * All that pg_dump knows of a database, also what belongs to the database itself. The hash of an enum depends on its OID, so
 * a restored row may lie in another hash partition: those are read as one table.
 */
export async function readWholeState(at: SqlTarget): Promise<string[]> {
  const dump = await runPgDump(at, ['--create', '--exclude-table-data=kinds.hashed_*'])
  const hashed = await runSql(at, 'SELECT m FROM kinds.hashed ORDER BY m')
  return [
    ...withoutServerMarks(dump)
      .split('\n')
      .filter((line) => !runDetail.test(line)),
    ...hashed.split('\n'),
  ]
}

/** The random key and the programs' versions. */
const runDetail = /^\\(un)?restrict |^-- Dumped /

/** The first lines that differ, for a message; undefined when all are the same. */
export function firstDifference(before: readonly string[], after: readonly string[]): string | undefined {
  const index = before.findIndex((line, n) => line !== after[n])
  if (index === -1 && before.length === after.length) return undefined
  const around = (lines: readonly string[]) => lines.slice(Math.max(0, index), index + 3).join('\n')
  return `line ${String(index)} was\n${around(before)}\nand is\n${around(after)}`
}
