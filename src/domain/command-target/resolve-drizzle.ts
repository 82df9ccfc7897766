import { type CommandTarget, opaque, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { searchConfig } from './search-config.ts'
import { findNear, flagValue, readNear, type TargetQuestion } from './target-question.ts'

const fields: Readonly<Record<string, string>> = {
  '--host': 'host',
  '--port': 'port',
  '--user': 'user',
  '--password': 'password',
  '--database': 'dbname',
}
/** With any of these and without --config, drizzle-kit does not look at its config file. */
const ignoreConfig = ['--url', ...Object.keys(fields), '--ssl', '--dialect', '--schema', '--driver']

/** drizzle-kit: its options, which make it ignore the config file; else that file. */
export function resolveDrizzle(question: TargetQuestion): CommandTarget {
  const config = flagValue(question, ['--config'])
  const flags = ignoreConfig.filter((name) => question.args.flags.has(name))
  if (config === undefined && flags.length > 0) return byFlags(question)
  const path = config ?? findNear(question, ['drizzle.config.ts', 'drizzle.config.js', 'drizzle.config.json'])
  const text = path === undefined ? undefined : readNear(question, path)
  if (path === undefined || text === undefined) return opaque
  if (/driver['"]?\s*:\s*['"](?:aws-data-api|pglite)/.test(text)) return other(`${path} names another kind of database`)
  const dialect = /dialect['"]?\s*:\s*['"](\w+)/.exec(text)?.[1]
  if (dialect !== undefined && dialect !== 'postgresql') return other(`${path} is for ${dialect}, not for PostgreSQL`)
  return (
    searchConfig(question, {
      path,
      blocks: ['dbCredentials'],
      envFiles: ['.env'],
      plain: path.endsWith('.json'),
    }) ?? opaque
  )
}

function byFlags(question: TargetQuestion): CommandTarget {
  const how = 'the options, which make drizzle-kit ignore its config file'
  const url = flagValue(question, ['--url'])
  if (url !== undefined) return targetAt(url, { how, source: 'arguments' })
  const given = Object.entries(fields).flatMap(([flag, keyword]) => {
    const value = flagValue(question, [flag])
    return value === undefined ? [] : [[keyword, value] as const]
  })
  if (!given.some(([keyword]) => keyword === 'host' || keyword === 'dbname')) {
    return other('options without an address make drizzle-kit ignore its config file')
  }
  const params = { host: 'localhost', port: '5432', ...Object.fromEntries(given) }
  return { kind: 'url', place: { params }, how, source: 'arguments' }
}
