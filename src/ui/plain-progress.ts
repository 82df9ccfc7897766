import { formatFigures } from '../domain/progress/format-progress.ts'
import { printable, safeForTerminal } from './printable.ts'
import type { SeenProgress } from './sample-progress.ts'

/** How the progress of one step is shown where there is no terminal. */
export interface PlainProgress {
  readonly show: (seen: SeenProgress) => void
  readonly end: (state: 'done' | 'failed') => void
}

const everyMs = 10_000

/** For whoever reads a log: a line every 10 s. */
export function progressLines(write: (line: string) => void, title: string): PlainProgress {
  let shownAt = 0
  return {
    show: (seen) => {
      // A look comes a little early or late: half a second does not make it miss its turn.
      if (seen.elapsedMs - shownAt < everyMs - 500) return
      shownAt = seen.elapsedMs
      const parts = [...formatFigures(seen), ...(seen.current === null ? [] : [printable(seen.current)])]
      write(`  ${safeForTerminal(withoutDetails(title))}: ${parts.join(', ')}`)
    },
    end: () => undefined,
  }
}

/** For programs: every look, and how it ended (docs/json-output.md). */
export function progressEvents(write: (line: string) => void, step: string): PlainProgress {
  let last: object | undefined
  const emit = (event: object): void => write(JSON.stringify({ progress: event }))
  return {
    show: ({ work, elapsedMs, done, perSecond, ...view }) => {
      const rate = perSecond === null ? null : Math.round(perSecond)
      last = { work, step, ...view, done: Math.round(done), perSecond: rate, elapsedMs: Math.round(elapsedMs) }
      emit({ ...last, state: 'running' })
    },
    end: (state) => {
      if (last !== undefined) emit({ ...last, ...(state === 'done' ? { percent: 100, secondsLeft: 0 } : {}), state })
    },
  }
}

/** "Verifying it from disk: checksum, …" needs its second half only once. */
export function withoutDetails(title: string): string {
  return title.replace(/: .*/s, '')
}
