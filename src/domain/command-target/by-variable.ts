import { type CommandTarget, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { lookUpWith, type TargetQuestion } from './target-question.ts'

/** A tool that reads one variable, also from its `.env` files. */
export function byVariable(question: TargetQuestion, variable: string, envFiles: readonly string[]): CommandTarget {
  const found = lookUpWith(question, envFiles)(variable)
  if (found === undefined) return other(`${variable} is not set`)
  return targetAt(found.value, { how: found.described, source: found.source })
}
