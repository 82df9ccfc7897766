import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { Running } from '../system/process-runner.ts'

/** What a psql has said of the statements that it was given. */
export interface PsqlAnswers {
  /** Indexes and changes of tables since the last rows. */
  readonly built: number
  /** How many rows the server took in each COPY, in their order: psql's own count of what has arrived (fact 11). */
  readonly copied: readonly number[]
  /** Resolves when everything that psql has been given by now has been run. Throws when psql ends instead: its own last words say why. */
  caughtUp(): Promise<void>
}

const rows = /^COPY (\d+)$/
const build = /^(?:CREATE INDEX|ALTER TABLE)$/

/** Makes psql say what it finishes, which it does unless it is told not to. It must not have been given any rows yet. */
export function readAnswers(psql: Running): PsqlAnswers {
  const copied: number[] = []
  const awaited = new Map<string, () => void>()
  let built = 0
  createInterface({ input: psql.stdout, crlfDelay: Infinity }).on('line', (line) => {
    const taken = rows.exec(line)?.[1]
    if (taken !== undefined) {
      copied.push(Number(taken))
      built = 0
    }
    // Before the rows tables only change their owners.
    else if (copied.length > 0 && build.test(line)) built += 1
    else awaited.get(line)?.()
  })
  psql.stdin.write('\\set QUIET off\n')
  return {
    get built() {
      return built
    },
    copied,
    caughtUp: async () => {
      const token = randomUUID()
      const answered = new Promise<void>((resolve) => awaited.set(token, resolve))
      const ended = psql.done.then(() => {
        throw new Error('psql ended before it had loaded everything')
      })
      psql.stdin.write(`\\echo ${token}\n`)
      await Promise.race([answered, ended])
      awaited.delete(token)
    },
  }
}
