import { type PsqlPiece, splitPsqlScript } from '../command/psql-script.ts'
import { type CommandTarget, type FoundTarget, other } from './command-target.ts'
import { libpqTarget } from './libpq-target.ts'
import { resolvePath } from './resolve-path.ts'
import { flagValue, type TargetQuestion } from './target-question.ts'

/** psql, pgbench and the like: `-d`, else the first operand; a second one is the role. */
export function resolvePsql(question: TargetQuestion): CommandTarget {
  const flagged = flagValue(question, ['-d', '--dbname'])
  const [first, second] = question.args.operands
  const words = flagged === undefined ? { dbname: first, user: second } : { dbname: flagged, user: first }
  const connected = libpqTarget(question, words)
  if (connected.kind !== 'url' || question.program !== 'psql') return connected
  const pieces = splitPsqlScript(sqlOf(question))
  const moved = pieces.find((piece) => leavesDatabase(piece, databaseOf(connected)))
  if (moved?.kind === 'meta') return other(`its SQL goes on elsewhere with \\${moved.name}`)
  const dropped = new Set(pieces.flatMap(droppedDatabases))
  const [only] = dropped
  if (only === undefined) return connected
  if (dropped.size > 1) return other(`its SQL drops several databases: ${[...dropped].join(', ')}`)
  return { ...connected, database: only, how: `${connected.how}; its DROP DATABASE names "${only}"` }
}

function databaseOf({ place }: FoundTarget): string | undefined {
  return 'params' in place ? place.params['dbname'] : undefined
}

/** `\c other`, `\connect - - host`. */
function leavesDatabase(piece: PsqlPiece, database: string | undefined): boolean {
  if (piece.kind !== 'meta' || (piece.name !== 'c' && piece.name !== 'connect')) return false
  const [name = '-', , host = '-', port = '-'] = piece.args.split(/\s+/).filter((word) => word !== '')
  return [host, port].some((word) => word !== '-') || (name !== '-' && name.replaceAll('"', '') !== database)
}

function droppedDatabases(piece: PsqlPiece): string[] {
  const match =
    piece.kind === 'sql'
      ? /^drop\s+database\s+(?:if\s+exists\s+)?(?:"((?:[^"]|"")+)"|([\w$]+))/i.exec(piece.text)
      : null
  const name = match?.[1]?.replaceAll('""', '"') ?? match?.[2]?.toLowerCase()
  return name === undefined ? [] : [name]
}

/** What it is given with -c and -f, or by a redirection, as far as it can be read. */
function sqlOf({ args, input, read, directory }: TargetQuestion): string {
  const texts = [...(args.flags.get('-c') ?? []), ...(args.flags.get('--command') ?? [])]
  const files = [...(args.flags.get('-f') ?? []), ...(args.flags.get('--file') ?? [])]
  const redirected = input?.kind === 'file' ? [input.path] : []
  const contents = [...files, ...redirected].map((file) => read(resolvePath(directory, file)) ?? '')
  return [...texts, ...contents, input?.kind === 'text' ? input.text : ''].join('\n;\n')
}
