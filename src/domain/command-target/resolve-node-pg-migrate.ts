import { type CommandTarget, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { libpqTarget } from './libpq-target.ts'
import { placeInCode } from './place-in-code.ts'
import { searchCode } from './search-code.ts'
import { blockOf, withoutComments } from './code-text.ts'
import { findNear, flagValue, lookUpWith, readNear, type TargetQuestion } from './target-question.ts'

/**
 * node-pg-migrate: the variable named by `-d`, or by `database-url-var` of a config file, which beats the option; then the
 * config file's own address; then PG* variables.
 */
export function resolveNodePgMigrate(question: TargetQuestion): CommandTarget {
  const { path, text } = readConfig(question)
  const lookUp = lookUpWith(question, [flagValue(question, ['--envPath', '--env-path']) ?? '.env'])
  const fromConfig = /database-url-var['"]?\s*:\s*['"](\w+)/.exec(text)?.[1]
  const variable = fromConfig ?? flagValue(question, ['-d', '--database-url-var']) ?? 'DATABASE_URL'
  const through = fromConfig === undefined ? '' : `, through ${path}`
  const found = lookUp(variable)
  if (found !== undefined) return targetAt(found.value, { how: `${found.described}${through}`, source: found.source })
  const literal = /^\s*['"]([^'"]+)['"]\s*$/.exec(text)?.[1] ?? /['"]db['"]\s*:\s*['"]([^'"]+)/.exec(text)?.[1]
  if (literal !== undefined) return targetAt(literal, { how: path, source: 'file' })
  const place =
    placeInCode(blockOf(text, 'db') ?? text, lookUp, path) ??
    searchCode(text, { lookUp, pinned: question.pinned, file: path })
  if (place !== undefined) return place
  if (lookUp('PGHOST') === undefined && lookUp('PGDATABASE') === undefined) return other(`${variable} is not set`)
  return libpqTarget(question, { how: 'PG* variables' })
}

/** `-f FILE`, else what the package `config` would read. */
function readConfig(question: TargetQuestion): { readonly path: string; readonly text: string } {
  const path =
    flagValue(question, ['-f', '--config-file']) ??
    findNear(question, ['config/default.json', 'config/default.js', 'config/development.json'])
  const text = path === undefined ? undefined : readNear(question, path)
  return { path: path ?? '', text: withoutComments(text ?? '') }
}
