import { type CommandTarget, opaque, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { nearestPackage } from './nearest-package.ts'
import { describePath, resolvePath } from './resolve-path.ts'
import { searchConfig } from './search-config.ts'
import { findNear, flagValue, lookUpWith, type TargetQuestion } from './target-question.ts'

/** MikroORM: MIKRO_ORM_* variables beat the config file. */
export function resolveMikroOrm(question: TargetQuestion): CommandTarget {
  const lookUp = lookUpWith(question)
  const url = lookUp('MIKRO_ORM_CLIENT_URL')
  const name = lookUp('MIKRO_ORM_DB_NAME')
  if (url !== undefined) {
    const found = targetAt(url.value, { how: url.described, source: 'environment' })
    return found.kind === 'url' && name !== undefined ? { ...found, database: name.value } : found
  }
  if (name !== undefined || lookUp('MIKRO_ORM_HOST') !== undefined) return other('MIKRO_ORM_* variables are set')
  const path = flagValue(question, ['--config']) ?? lookUp('MIKRO_ORM_CLI_CONFIG')?.value ?? mikroConfig(question)
  return path === undefined ? opaque : (searchConfig(question, { path, envFiles: ['.env'] }) ?? opaque)
}

function mikroConfig(question: TargetQuestion): string | undefined {
  const own = nearestPackage(question)
  const listed = /"configPaths"\s*:\s*\[([^\]]*)\]/.exec(own?.text ?? '')?.[1] ?? ''
  const paths = [...listed.matchAll(/"([^"]+)"/g)].map((match) => resolvePath(own?.directory ?? '/', match[1] ?? ''))
  const usual = ['src/', '', 'dist/', 'build/'].flatMap((folder) =>
    ['ts', 'js'].map((end) => `${folder}mikro-orm.config.${end}`),
  )
  const found = findNear(question, [...paths, ...usual])
  return found === undefined ? undefined : describePath(question.directory, found)
}
