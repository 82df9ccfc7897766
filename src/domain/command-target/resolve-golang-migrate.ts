import { type CommandTarget, opaque } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { flagValue, type TargetQuestion } from './target-question.ts'

/** golang-migrate knows nothing but `-database`. */
export function resolveGolangMigrate(question: TargetQuestion): CommandTarget {
  const url = flagValue(question, ['-database', '--database'])
  return url === undefined ? opaque : targetAt(url, { how: '-database', source: 'arguments' })
}
