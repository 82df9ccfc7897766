import { type CommandTarget, opaque } from './command-target.ts'
import { searchConfig } from './search-config.ts'
import { findNear, flagValue, type TargetQuestion } from './target-question.ts'

/** TypeORM: the DataSource file of `-d`, else what older versions read. */
export function resolveTypeorm(question: TargetQuestion): CommandTarget {
  const named = flagValue(question, ['-d', '--dataSource'])
  const path =
    named === undefined
      ? findNear(question, ['ormconfig.ts', 'ormconfig.js', 'ormconfig.json', 'ormconfig.env'])
      : findNear(question, [named, `${named}.ts`, `${named}.js`])
  return path === undefined ? opaque : (searchConfig(question, { path }) ?? opaque)
}
