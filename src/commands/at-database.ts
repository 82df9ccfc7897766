import type { Run } from './open-run.ts'

/** `--to`: another database of the same server, with the same connection otherwise. */
export function atDatabase(run: Run, name: string | undefined): Run {
  if (name === undefined) return run
  const params = { ...run.target.params, dbname: name }
  return { ...run, target: { ...run.target, params, database: name, source: '--to' } }
}
