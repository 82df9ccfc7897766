import { readCodeValue, type CodeValue } from './code-value.ts'
import { type CommandTarget, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import type { LookUp } from './variables.ts'

const urlKeys = ['url', 'connectionString', 'connection', 'clientUrl', 'uri', 'dsn']

/**
 * The database that a block of a configuration names plainly, by a URL or by host, database and so on. Undefined when it
 * names none, or in a way that only running it would tell. `file` is for people.
 */
export function placeInCode(block: string, lookUp: LookUp, file: string): CommandTarget | undefined {
  const url = readCodeValue(block, urlKeys, lookUp)
  if (url === undefined) return placeByFields(block, lookUp, file)
  if (url.value !== undefined && url.value !== '') {
    return targetAt(url.value, { how: `${described(url)}${file}`, source: 'file' })
  }
  return url.variable === undefined ? undefined : other(`${file} reads ${url.variable}, which is not set`)
}

const fieldKeys: Readonly<Record<string, readonly string[]>> = {
  host: ['host', 'hostname', 'HOST'],
  port: ['port', 'PORT'],
  user: ['user', 'username', 'USER'],
  password: ['password', 'PASSWORD'],
  dbname: ['database', 'dbName', 'dbname', 'NAME'],
}

function placeByFields(block: string, lookUp: LookUp, file: string): CommandTarget | undefined {
  const fields = Object.entries(fieldKeys).flatMap(([keyword, keys]) => {
    const value = readCodeValue(block, keys, lookUp)
    return value === undefined ? [] : [{ keyword, ...value }]
  })
  const decisive = fields.filter(({ keyword }) => keyword === 'host' || keyword === 'dbname')
  if (decisive.length === 0) return undefined
  const unset = decisive.find(({ value }) => value === undefined)
  if (unset?.variable !== undefined) return other(`${file} reads ${unset.variable}, which is not set`)
  if (unset !== undefined) return undefined
  const known = fields.flatMap(({ keyword, value }) => (value === undefined ? [] : [[keyword, value] as const]))
  const host = lookUp('PGHOST')?.value ?? 'localhost'
  const through = [...new Set(decisive.map(described))].join('')
  return {
    kind: 'url',
    place: { params: { host, port: '5432', ...Object.fromEntries(known) } },
    how: `${through}${file}`,
    source: 'file',
  }
}

function described({ found }: CodeValue): string {
  return found === undefined ? '' : `${found.described}, through `
}
