import { type CommandTarget, opaque, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { searchConfig } from './search-config.ts'
import { findNear, flagValue, lookUpWith, readNear, type TargetQuestion } from './target-question.ts'

/** Rails: DATABASE_URL is merged over config/database.yml. */
export function resolveRails(question: TargetQuestion): CommandTarget {
  const usesDotenv = /\bdotenv/.test(readNear(question, 'Gemfile') ?? '')
  const environment = flagValue(question, ['RAILS_ENV', '-e', '--environment']) ?? question.env['RAILS_ENV']
  const files = usesDotenv ? [`.env.${environment ?? 'development'}.local`, '.env.local', '.env'] : []
  const found = lookUpWith(question, files)('DATABASE_URL')
  if (found !== undefined) {
    const how = `${found.described}, which Rails puts before config/database.yml`
    return targetAt(found.value, { how, source: found.source })
  }
  const text = readNear(question, 'config/database.yml')
  if (text === undefined) return opaque
  const named = new RegExp(String.raw`^${environment ?? 'development'}:([^]*?)(?:^\S|(?![^]))`, 'm').exec(text)?.[1]
  const name = /^\s+database:\s*([\w.-]+)\s*$/m.exec(named ?? '')?.[1]
  if (name === undefined) return searchConfig(question, { path: 'config/database.yml', plain: true }) ?? opaque
  return other(`config/database.yml names the database ${name}, and DATABASE_URL is not set`)
}

/** Django: the settings module, DATABASES and the alias of `--database` in it. */
export function resolveDjango(question: TargetQuestion): CommandTarget {
  const written = /DJANGO_SETTINGS_MODULE['"]\s*,\s*['"]([\w.]+)/.exec(readNear(question, 'manage.py') ?? '')?.[1]
  const settings = flagValue(question, ['--settings']) ?? question.env['DJANGO_SETTINGS_MODULE'] ?? written
  const base = (settings ?? 'settings').replaceAll('.', '/')
  const path = findNear(question, [`${base}.py`, `${base}/__init__.py`])
  if (path === undefined) return opaque
  const folder = path.replace(/[^/]*$/, '')
  const blocks = ['DATABASES', flagValue(question, ['--database']) ?? 'default']
  for (const file of [path, `${folder}base.py`, `${folder}common.py`]) {
    const found = searchConfig(question, { path: file, blocks, plain: true })
    if (found !== undefined) return found
  }
  return opaque
}

/** Alembic and Flask-Migrate: env.py decides; alembic.ini where it says nothing. */
export function resolveAlembic(question: TargetQuestion): CommandTarget {
  const ini = flagValue(question, ['-c', '--config']) ?? question.env['ALEMBIC_CONFIG'] ?? 'alembic.ini'
  const text = readNear(question, ini) ?? ''
  const written = /^\s*script_location\s*=\s*(?:%\(here\)s\/)?(\S+)/m.exec(text)?.[1]
  const script = findNear(
    question,
    [written ?? 'alembic', 'migrations'].map((folder) => `${folder}/env.py`),
  )
  const found = script === undefined ? undefined : searchConfig(question, { path: script, plain: true })
  if (found !== undefined) return found
  const url = /^\s*sqlalchemy\.url\s*=\s*(\S+)/m.exec(text)?.[1]
  if (url === undefined || url.startsWith('driver://')) return opaque
  // env.py is a program: it may still put another address in its place.
  return targetAt(url, { how: `the URL in ${ini}`, source: 'code' })
}

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
