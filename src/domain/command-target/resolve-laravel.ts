import { type CommandTarget, opaque, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { findNear, flagValue, lookUpWith, readNear, type TargetQuestion } from './target-question.ts'

/** Laravel: DB_URL, else DB_HOST and its kin, from the environment or the one `.env` of APP_ENV; nothing of that once cached. */
export function resolveLaravel(question: TargetQuestion): CommandTarget {
  const cached = 'bootstrap/cache/config.php'
  if (readNear(question, cached) !== undefined)
    return other(`${cached} keeps an address of its own (artisan config:cache)`)
  const environment = flagValue(question, ['--env']) ?? question.env['APP_ENV'] ?? ''
  const lookUp = lookUpWith(question, [findNear(question, [`.env.${environment}`]) ?? '.env'])
  const config = readNear(question, 'config/database.php') ?? ''
  const urlName =
    /'url'\s*=>\s*env\('(\w+)'/.exec(config.slice(Math.max(0, config.indexOf("'pgsql'"))))?.[1] ?? 'DB_URL'
  const url = lookUp(urlName)
  if (url !== undefined)
    return targetAt(url.value, { how: `${url.described}, through config/database.php`, source: 'code' })
  const fields = {
    host: 'DB_HOST',
    port: 'DB_PORT',
    user: 'DB_USERNAME',
    password: 'DB_PASSWORD',
    dbname: 'DB_DATABASE',
  }
  const known = Object.entries(fields).flatMap(([keyword, name]) => {
    const found = lookUp(name)
    return found === undefined ? [] : [[keyword, found.value] as const]
  })
  const database = lookUp('DB_DATABASE')
  if (database === undefined) return opaque
  const params = { host: '127.0.0.1', port: '5432', ...Object.fromEntries(known) }
  return { kind: 'url', place: { params }, how: `${database.described} and its kin`, source: 'code' }
}
