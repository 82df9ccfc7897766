import type { Connection } from './connection.ts'
import type { SqlEndpoint } from './database.ts'
import { type ChildContext, sessionPreamble, type SessionOptions } from './psql-program.ts'
import { openPsql, type OpenPsql } from './psql-session.ts'

/** psql processes that wait for the next query: starting one costs more than most queries do. */
export interface KeptSessions {
  /** What the statement prints; it only reads, or may be run twice: when a session that has answered before is lost, a new one is asked. */
  ask(ctx: ChildContext, at: SqlEndpoint, query: KeptQuery): Promise<string>
  /** Afterwards nothing of ours is connected, until the next query. Those that still work are ended too. */
  end(): Promise<void>
}

export interface KeptQuery {
  readonly statement: string
  readonly options: SessionOptions
}

interface Kept {
  readonly psql: OpenPsql
  answers: number
  /** What its settings are at. */
  preamble: string
  idle: NodeJS.Timeout | undefined
}

/** Nobody's DROP DATABASE waits for us while a person thinks about a question, or a dump runs. */
const idleMs = 1000

export function createKeptSessions(): KeptSessions {
  const open = new Map<string, Kept>()

  const close = async (place: string, kept: Kept): Promise<void> => {
    clearTimeout(kept.idle)
    if (open.get(place) === kept) open.delete(place)
    await kept.psql.end()
  }

  const askKept = async (place: string, kept: Kept, { statement, options }: KeptQuery): Promise<string> => {
    clearTimeout(kept.idle)
    const preamble = sessionPreamble(options)
    const setUp = preamble === kept.preamble ? '' : `RESET ALL;\n${preamble}`
    kept.preamble = preamble
    try {
      const printed = await kept.psql.ask(`${setUp}${statement}`, options.timeoutMs)
      kept.answers += 1
      return printed
    } finally {
      clearTimeout(kept.idle)
      kept.idle = setTimeout(() => void close(place, kept), idleMs).unref()
      if (kept.psql.lost()) await close(place, kept)
    }
  }

  const askNew = (ctx: ChildContext, at: SqlEndpoint, query: KeptQuery): Promise<string> => {
    const place = placeOf(at.connection)
    const kept: Kept = { psql: openPsql(ctx, at), answers: 0, preamble: '', idle: undefined }
    open.set(place, kept)
    return askKept(place, kept, query)
  }

  return {
    ask: async (ctx, at, query) => {
      const place = placeOf(at.connection)
      const kept = open.get(place)
      if (kept === undefined) return askNew(ctx, at, query)
      try {
        return await askKept(place, kept, query)
      } catch (error) {
        // The server was restarted, or ended it in between: that says nothing about this query.
        if (!kept.psql.lost() || kept.answers === 0 || ctx.signal.aborted) throw error
        return askNew(ctx, at, query)
      }
    },
    end: async () => {
      await Promise.all([...open].map(([place, kept]) => close(place, kept)))
    },
  }
}

function placeOf({ env }: Connection): string {
  const names = ['PGHOST', 'PGHOSTADDR', 'PGPORT', 'PGUSER', 'PGDATABASE', 'PGOPTIONS']
  return JSON.stringify(names.map((name) => env[name]))
}
