import { type CommandTarget, other } from './command-target.ts'
import { libpqTarget } from './libpq-target.ts'
import { flagValue, type TargetQuestion } from './target-question.ts'

/** pg_restore: `-d`; with `-C` the name stands inside the archive. */
export function resolvePgRestore(question: TargetQuestion): CommandTarget {
  const { flags } = question.args
  if (flags.has('-C') || flags.has('--create')) return other('with --create the archive names the database')
  return libpqTarget(question, { dbname: flagValue(question, ['-d', '--dbname']) })
}
