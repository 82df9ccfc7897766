import type { DumpRewrites } from '../domain/dump-rewrites.ts'
import { classifyCopy } from './classify-copy.ts'
import { refuseSetConfig, refuseSetting } from './classify-set.ts'
import { parseName } from './parse-name.ts'
import { mayBeBuild } from './recognise-build.ts'
import type { Token } from './sql-token.ts'
import { hasWords, punctuationAt, wordAt } from './statement-words.ts'

/** What a top-level statement means to the scanner. Anything not recognised is an ordinary statement: `{}`. */
export interface StatementFacts {
  readonly refusal?: string | undefined
  readonly rowsFollow?: boolean
  readonly table?: { readonly schema: string; readonly name: string }
  readonly created?: { readonly schema: string; readonly name: string }
  readonly inserts?: boolean
  readonly transaction?: boolean
  readonly largeObject?: boolean
  /** Makes an index or a constraint: what takes time once the rows are in. */
  readonly builds?: boolean
  /** What a rewrite may leave out, and how to call it. */
  readonly droppable?: { readonly by: keyof DumpRewrites; readonly what: string }
}

/** Objects that live outside one database: a restore must not touch them. */
const clusterWide = new Set(['database', 'role', 'user', 'group', 'tablespace'])
const transactionVerbs = new Set(['start', 'end', 'rollback', 'abort', 'savepoint', 'release'])
const largeObjectCalls = /^(lo_create|lo_creat|lo_open|lo_from_bytea|lowrite|lo_unlink)$/

/** Recognises a statement by its first tokens, comments already left out. `overflow`: there were more than were kept. */
export function classifyStatement(tokens: readonly Token[], { overflow = false } = {}): StatementFacts {
  const verb = wordAt(tokens, 0)
  if (verb === 'copy') return classifyCopy(tokens, { overflow })
  if (verb === 'create' || verb === 'alter' || verb === 'drop') return classifyDefinition(tokens, verb)
  if (verb === 'set' || verb === 'reset' || verb === 'discard') return classifySetting(tokens)
  if (verb === 'begin' || verb === 'commit') {
    const droppable = { by: 'transaction', what: verb.toUpperCase() } as const
    return tokens.length === 1 ? { transaction: true, droppable } : { refusal: `${verb.toUpperCase()} with options` }
  }
  if (transactionVerbs.has(verb)) return { refusal: `${verb.toUpperCase()} (transaction control)` }
  if (hasWords(tokens, 0, ['prepare', 'transaction'])) return { refusal: 'PREPARE TRANSACTION' }
  if (verb === 'insert') return { inserts: true }
  if (verb === 'grant' || verb === 'revoke') return { droppable: { by: 'acl', what: verb.toUpperCase() } }
  const largeObject = verb === 'select' && tokens.some((_, index) => largeObjectCalls.test(wordAt(tokens, index)))
  return { refusal: refuseSetConfig(tokens), largeObject }
}

function classifyDefinition(tokens: readonly Token[], verb: string): StatementFacts {
  const object = wordAt(tokens, 1)
  if (object === 'system') return { refusal: 'ALTER SYSTEM' }
  if (clusterWide.has(object) && !hasWords(tokens, 1, ['user', 'mapping'])) {
    return { refusal: `${verb} ${object}`.toUpperCase() }
  }
  if (verb === 'alter') return classifyAlter(tokens)
  return verb === 'create' ? classifyCreate(tokens) : {}
}

function classifyAlter(tokens: readonly Token[]): StatementFacts {
  const largeObject = hasWords(tokens, 1, ['large', 'object'])
  if (hasWords(tokens, 1, ['default', 'privileges'])) {
    return { droppable: { by: 'acl', what: 'ALTER DEFAULT PRIVILEGES' } }
  }
  const changesOwner = isOwnerChange(tokens.filter((token) => token.depth === 0))
  if (changesOwner) return { largeObject, droppable: { by: 'owner', what: 'ALTER … OWNER TO' } }
  const builds = wordAt(tokens, 1) === 'table' && tokens.some((_, at) => hasWords(tokens, at, ['add', 'constraint']))
  return { largeObject, builds }
}

/** Nothing but that, as pg_dump writes it: `… RENAME COLUMN owner TO x` and `ADD COLUMN x int, OWNER TO y` are something else. */
function isOwnerChange(outer: readonly Token[]): boolean {
  const at = outer.length - 3
  const renames = outer.some((_, index) => wordAt(outer, index) === 'rename' && punctuationAt(outer, index - 1) !== '.')
  return hasWords(outer, at, ['owner', 'to']) && punctuationAt(outer, at - 1) !== ',' && !renames
}

function classifyCreate(tokens: readonly Token[]): StatementFacts {
  if (wordAt(tokens, wordAt(tokens, 1) === 'unique' ? 2 : 1) === 'index') return { builds: true }
  const at = wordAt(tokens, 1) === 'unlogged' ? 2 : 1
  if (wordAt(tokens, at) !== 'table') return {}
  const name = parseName(tokens, hasWords(tokens, at + 1, ['if', 'not', 'exists']) ? at + 4 : at + 1)
  return name === undefined ? {} : { created: { schema: name.schema, name: name.name } }
}

function classifySetting(tokens: readonly Token[]): StatementFacts {
  const refusal = refuseSetting(tokens)
  if (refusal !== undefined) return { refusal }
  // Around the grants of a role that is not the owner.
  if (isSessionAuthorization(tokens)) return { droppable: { by: 'acl', what: 'SESSION AUTHORIZATION' } }
  const [, name, assign, value, more] = tokens
  const assigns = punctuationAt(tokens, 2) === '=' || wordAt(tokens, 2) === 'to'
  if (wordAt(tokens, 1) !== 'transaction_timeout' || !assigns || value === undefined || more !== undefined) return {}
  return { droppable: { by: 'transactionTimeout', what: `SET ${name?.text} ${assign?.text} ${value.text}` } }
}

/** True as long as more tokens could make it something that `rewrite` leaves out. */
export function mayBeDropped(tokens: readonly Token[], rewrite: DumpRewrites): boolean {
  const verb = wordAt(tokens, 0)
  if (rewrite.acl === true && (verb === 'set' || verb === 'reset') && isSessionAuthorization(tokens)) return true
  if (verb === 'set') {
    const setting = tokens.length < 2 || wordAt(tokens, 1) === 'transaction_timeout'
    return rewrite.transactionTimeout === true && setting
  }
  if (verb === 'begin' || verb === 'commit') return rewrite.transaction === true
  if (rewrite.builds === true && mayBeBuild(tokens)) return true
  if (verb === 'alter') return rewrite.owner === true || rewrite.acl === true
  return rewrite.acl === true && (verb === 'grant' || verb === 'revoke')
}

/** SET or RESET SESSION AUTHORIZATION, or its beginning. */
function isSessionAuthorization(tokens: readonly Token[]): boolean {
  return hasWords(tokens, 1, ['session', 'authorization'].slice(0, Math.max(0, tokens.length - 1)))
}
