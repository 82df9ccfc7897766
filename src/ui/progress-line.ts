import type { Ora } from 'ora'
import { printable, safeForTerminal } from './printable.ts'
import { style } from './style.ts'

export interface RunningLine {
  /** What is going on right now, beside the title. */
  readonly update: (text: string) => void
  readonly succeed: (text: string) => void
  readonly fail: (text: string) => void
}

export interface ProgressLine {
  begin(title: string): Promise<RunningLine>
  /** Writes something while the spinner turns, without tearing its line. */
  above(write: () => void): void
}

/** Steps as they happen: a spinner on a terminal, plain lines elsewhere, nothing when silent. One step at a time. */
export function createProgressLine(stream: NodeJS.WriteStream, { silent }: { silent: boolean }): ProgressLine {
  let spinner: Ora | undefined
  return {
    begin: async (title) => {
      if (silent) return { update: ignore, succeed: ignore, fail: ignore }
      if (!stream.isTTY) return plainLine(stream, title)
      const { default: ora } = await import('ora')
      // Raw mode would keep Ctrl-C from reaching our children, and leave the terminal raw after a crash.
      const turning = ora({ text: safeForTerminal(title), stream, discardStdin: false, isEnabled: true }).start()
      spinner = turning
      const end = (symbol: string, text: string): void => {
        spinner = undefined
        turning.stopAndPersist({ symbol, text: safeForTerminal(text) })
      }
      return {
        update: (text) => {
          turning.text = `${safeForTerminal(title)} ${style.faint(printable(text))}`
        },
        succeed: (text) => end(style.good('✔'), text),
        fail: (text) => end(style.bad('✖'), text),
      }
    },
    above: (write) => {
      spinner?.clear()
      write()
      spinner?.render()
    },
  }
}

function plainLine(stream: NodeJS.WriteStream, title: string): RunningLine {
  const line = (symbol: string, text: string): void => {
    stream.write(`${symbol} ${safeForTerminal(text)}\n`)
  }
  line('-', title)
  return {
    update: ignore,
    succeed: (text) => line(style.good('✔'), text),
    fail: (text) => line(style.bad('✖'), text),
  }
}

function ignore(): void {
  // Nobody is watching.
}
