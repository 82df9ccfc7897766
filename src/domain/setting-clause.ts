import { quoteIdentifier, sqlLiteral } from './sql-text.ts'

/** Settings whose value is a list of quoted names (GUC_LIST_QUOTE): as one literal they would become one broken name. */
const lists = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
])

/**
 * `"search_path" TO '$user', 'app'` from `search_path="$user", app` as pg_db_role_setting stores it: what an ALTER … SET needs
 * to store exactly the same again. set_config() and FROM CURRENT would change units (65536 becomes 64MB), and the setting would
 * rule our own session first.
 */
export function formatSettingClause(setting: string): string {
  const end = setting.indexOf('=')
  const name = setting.slice(0, end)
  const value = setting.slice(end + 1)
  const values = lists.has(name.toLowerCase()) ? splitNames(value) : [value]
  return `${quoteIdentifier(name)} TO ${values.map(sqlLiteral).join(', ')}`
}

/** The name before the first `=`. */
export function settingName(setting: string): string {
  return setting.slice(0, setting.indexOf('='))
}

/** `"$user", app` → ['$user', 'app']; an empty list becomes one empty name, which means the same. */
function splitNames(list: string): string[] {
  const names = [...list.matchAll(/\s*("(?:[^"]|"")*"|[^,\s"][^,]*)\s*(?:,|$)/g)].map(([, name = '']) => name.trim())
  if (names.length === 0) return ['']
  return names.map((name) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name))
}
