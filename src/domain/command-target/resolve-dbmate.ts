import type { CommandTarget } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { flagValue, type TargetQuestion } from './target-question.ts'
import { byVariable } from './by-variable.ts'

/** dbmate: `--url`, else the variable of `--env` (DATABASE_URL), also from `.env` or `--env-file`. */
export function resolveDbmate(question: TargetQuestion): CommandTarget {
  const url = flagValue(question, ['-u', '--url'])
  if (url !== undefined) return targetAt(url, { how: '--url', source: 'arguments' })
  const files = question.args.flags.get('--env-file') ?? ['.env']
  return byVariable(question, flagValue(question, ['-e', '--env']) ?? 'DATABASE_URL', files)
}
