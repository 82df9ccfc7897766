import { type CommandTarget, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { flagValue, readNear, type TargetQuestion } from './target-question.ts'

/** Supabase: `--db-url`, the linked project, else the local stack with the port of its config.toml. */
export function resolveSupabase(question: TargetQuestion): CommandTarget {
  const url = flagValue(question, ['--db-url'])
  if (url !== undefined) return targetAt(url, { how: '--db-url', source: 'arguments' })
  const [group, verb] = question.args.operands
  const linked = question.args.flags.has('--linked') || group === 'projects' || group === 'branches'
  const local = question.args.flags.has('--local')
  if (linked || (group === 'db' && verb === 'push' && !local)) {
    const project = readNear(question, 'supabase/.temp/project-ref')?.trim()
    return other(`it acts on the linked Supabase project${project === undefined ? '' : ` ${project}`}`)
  }
  const config = readNear(question, 'supabase/config.toml')
  const block = /^\s*\[db\]([^]*?)(?:^\s*\[|(?![^]))/m.exec(config ?? '')?.[1] ?? ''
  const port = /^\s*port\s*=\s*(\d+)/m.exec(block)?.[1] ?? '54322'
  const login = { user: 'postgres', password: 'postgres', dbname: 'postgres' }
  const how = config === undefined ? 'the local Supabase stack' : 'the local Supabase stack of supabase/config.toml'
  return { kind: 'url', place: { params: { host: '127.0.0.1', port, ...login } }, how, source: 'file' }
}
