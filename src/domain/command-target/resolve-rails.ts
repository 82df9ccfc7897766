import { type CommandTarget, opaque, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { searchConfig } from './search-config.ts'
import { flagValue, lookUpWith, readNear, type TargetQuestion } from './target-question.ts'

/** Rails: DATABASE_URL is merged over config/database.yml. */
export function resolveRails(question: TargetQuestion): CommandTarget {
  const usesDotenv = /\bdotenv/.test(readNear(question, 'Gemfile') ?? '')
  const environment =
    flagValue(question, ['RAILS_ENV', '-e', '--environment']) ?? (question.env['RAILS_ENV'] || 'development')
  const files = usesDotenv ? [`.env.${environment}.local`, '.env.local', '.env'] : []
  const found = lookUpWith(question, files)('DATABASE_URL')
  if (found !== undefined) {
    const how = `${found.described}, which Rails puts before config/database.yml`
    return targetAt(found.value, { how, source: found.source })
  }
  const text = readNear(question, 'config/database.yml')
  if (text === undefined) return opaque
  const named = new RegExp(String.raw`^${environment.replace(/[^\w]/g, '\\$&')}:([^]*?)(?:^\S|(?![^]))`, 'm').exec(
    text,
  )?.[1]
  const name = /^\s+database:\s*([\w.-]+)\s*$/m.exec(named ?? '')?.[1]
  if (name === undefined) return searchConfig(question, { path: 'config/database.yml', plain: true }) ?? opaque
  return other(`config/database.yml names the database ${name}, and DATABASE_URL is not set`)
}
