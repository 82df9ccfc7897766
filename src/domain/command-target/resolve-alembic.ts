import { type CommandTarget, opaque } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { searchConfig } from './search-config.ts'
import { findNear, flagValue, readNear, type TargetQuestion } from './target-question.ts'

/** Alembic and Flask-Migrate: env.py decides; alembic.ini where it says nothing. */
export function resolveAlembic(question: TargetQuestion): CommandTarget {
  const ini = flagValue(question, ['-c', '--config']) ?? question.env['ALEMBIC_CONFIG'] ?? 'alembic.ini'
  const text = readNear(question, ini) ?? ''
  const written = /^\s*script_location\s*=\s*(?:%\(here\)s\/)?(\S+)/m.exec(text)?.[1]
  const script = findNear(
    question,
    [written ?? 'alembic', 'migrations'].map((folder) => `${folder}/env.py`),
  )
  const found = script === undefined ? undefined : searchConfig(question, { path: script, plain: true })
  if (found !== undefined) return found
  const url = /^\s*sqlalchemy\.url\s*=\s*(\S+)/m.exec(text)?.[1]
  if (url === undefined || url.startsWith('driver://')) return opaque
  // env.py is a program: it may still put another address in its place.
  return targetAt(url, { how: `the URL in ${ini}`, source: 'code' })
}
