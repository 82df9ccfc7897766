import { type CommandTarget, opaque, other } from './command-target.ts'
import { libpqTarget } from './libpq-target.ts'
import { flagValue, type TargetQuestion } from './target-question.ts'

/** dropdb and createdb act by name, through a maintenance database. */
export function resolveDropdb(question: TargetQuestion): CommandTarget {
  const [named] = question.args.operands
  const database = named ?? (question.env['PGDATABASE'] || question.env['PGUSER'] || undefined)
  if (database === undefined) return opaque
  if (/\$[\w({]|`/.test(database)) return other('the name of the database is put together when the command runs')
  const fallback = database === 'postgres' ? 'template1' : 'postgres'
  return libpqTarget(question, { dbname: flagValue(question, ['--maintenance-db']) ?? fallback, database })
}
