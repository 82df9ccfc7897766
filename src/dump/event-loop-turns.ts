import { nextTurn } from '../system/next-turn.ts'

/** A spinner moves every 80 ms; a turn itself takes microseconds. */
const longestMs = 10

/** For long work in small steps: says when the event loop should turn again (spinner, Ctrl-C, progress), and lets it. */
export class EventLoopTurns {
  #since = performance.now()

  get due(): boolean {
    return performance.now() - this.#since > longestMs
  }

  async take(): Promise<void> {
    await nextTurn()
    this.#since = performance.now()
  }
}
