import { blockOf, envFilesOf } from './code-text.ts'
import { type CommandTarget, opaque, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { searchConfig } from './search-config.ts'
import { findNear, flagValue, lookUpWith, readNear, type TargetQuestion } from './target-question.ts'

/** Sequelize: `--url`, else the block of `--env` or NODE_ENV: `url`, the variable of `use_env_variable`, or fields. */
export function resolveSequelize(question: TargetQuestion): CommandTarget {
  const url = flagValue(question, ['--url'])
  if (url !== undefined) return targetAt(url, { how: '--url', source: 'arguments' })
  const path =
    flagValue(question, ['--config']) ??
    configOfSequelizerc(question) ??
    findNear(question, ['config/config.js', 'config/config.json', 'config/config.cjs', 'config/config.ts'])
  const text = path === undefined ? undefined : readNear(question, path)
  if (path === undefined || text === undefined) return opaque
  const block = flagValue(question, ['--env']) ?? (question.env['NODE_ENV'] || 'development')
  return (
    byVariableName(question, path, blockOf(text, block) ?? text) ??
    searchConfig(question, { path, blocks: [block], plain: path.endsWith('.json') }) ??
    opaque
  )
}

/** `"use_env_variable": "DATABASE_URL"` */
function byVariableName(question: TargetQuestion, path: string, block: string): CommandTarget | undefined {
  const variable = /use_env_variable['"]?\s*:\s*['"](\w+)/.exec(block)?.[1]
  if (variable === undefined || /(?:^|[\s{,])['"]?url['"]?\s*:/.test(block)) return undefined
  const { envFiles, override } = envFilesOf(readNear(question, path) ?? '')
  const found = lookUpWith(question, envFiles, override)(variable)
  if (found === undefined) return other(`${path} reads ${variable}, which is not set`)
  return targetAt(found.value, { how: `${found.described}, through ${path}`, source: found.source })
}

/** `config: path.resolve('config', 'database.js')` */
function configOfSequelizerc(question: TargetQuestion): string | undefined {
  const written = /config['"]?\s*:\s*(?:[\w.]+\()?([^)\n]*)/.exec(readNear(question, '.sequelizerc') ?? '')?.[1] ?? ''
  const path = [...written.matchAll(/['"`]([^'"`]+)['"`]/g)].map((match) => match[1]).join('/')
  return path === '' ? undefined : findNear(question, [path, `${path}.js`, `${path}.json`])
}
