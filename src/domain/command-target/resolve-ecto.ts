import { type CommandTarget, opaque } from './command-target.ts'
import { searchConfig } from './search-config.ts'
import type { TargetQuestion } from './target-question.ts'

/** Ecto: the configuration of MIX_ENV, which runtime.exs may change when it runs. */
export function resolveEcto(question: TargetQuestion): CommandTarget {
  const environment = question.env['MIX_ENV'] || 'dev'
  const runtime = 'config/runtime.exs'
  const own = [`config/${environment}.exs`, 'config/config.exs']
  for (const path of environment === 'prod' ? [runtime, ...own] : [...own, runtime]) {
    const found = searchConfig(question, { path, plain: true })
    if (found?.kind === 'url') return { ...found, source: 'code' }
    if (found !== undefined) return found
  }
  return opaque
}
