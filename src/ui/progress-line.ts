import type { Spinner } from './spinner.ts'
import type { Watch } from '../domain/progress/progress-reading.ts'
import { fitProgress } from './fit-progress.ts'
import { type PlainProgress, progressEvents, progressLines } from './plain-progress.ts'
import { safeForTerminal } from './printable.ts'
import { sampleProgress } from './sample-progress.ts'
import { style } from './style.ts'

export interface RunningLine {
  readonly watch: Watch
  readonly succeed: (text: string) => void
  readonly fail: (text: string) => void
}

export interface ProgressLine {
  begin(title: string): Promise<RunningLine>
  /** Writes something while the spinner turns, without tearing its line. */
  above(write: () => void): void
}

interface Manner {
  readonly silent: boolean
  /** For programs: how far long work is comes as JSON where there is no terminal. */
  readonly json: boolean
}

/** Steps as they happen: a spinner on a terminal, plain lines elsewhere, nothing when silent. One step at a time. */
export function createProgressLine(stream: NodeJS.WriteStream, { silent, json }: Manner): ProgressLine {
  let spinner: Spinner | undefined
  const spin = async (title: string): Promise<RunningLine> => {
    const { createSpinner } = await import('./spinner.ts')
    // Raw mode would keep Ctrl-C from reaching our children, and leave the terminal raw after a crash.
    const turning = createSpinner({
      text: safeForTerminal(title),
      stream,
      discardStdin: false,
      isEnabled: true,
    }).start()
    spinner = turning
    const sampler = sampleProgress((seen) => {
      // The spinner and the space behind it; a line that reached the edge would wrap.
      const fitted = fitProgress(safeForTerminal(title), seen, (stream.columns || 80) - 3)
      turning.text = fitted.title + style.faint(fitted.figures)
    })
    const end = (symbol: string, text: string): void => {
      sampler.stop()
      spinner = undefined
      turning.stopAndPersist({ symbol, text: safeForTerminal(text) })
    }
    return {
      watch: sampler.watch,
      succeed: (text) => end(style.good('✔'), text),
      fail: (text) => end(style.bad('✖'), text),
    }
  }
  return {
    begin: async (title) => {
      if (silent) return { watch: ignore, succeed: ignore, fail: ignore }
      return stream.isTTY ? spin(title) : plainLine(stream, title, json ? progressEvents : progressLines)
    },
    above: (write) => {
      spinner?.clear()
      write()
      spinner?.render()
    },
  }
}

type Reporting = typeof progressLines | typeof progressEvents

function plainLine(stream: NodeJS.WriteStream, title: string, reporting: Reporting): RunningLine {
  const write = (line: string): void => void stream.write(`${line}\n`)
  const progress: PlainProgress = reporting(write, title)
  const sampler = sampleProgress(progress.show)
  const finish = (state: 'done' | 'failed', line: string): void => {
    sampler.stop()
    progress.end(state)
    write(line)
  }
  write(`- ${safeForTerminal(title)}`)
  return {
    watch: sampler.watch,
    succeed: (text) => finish('done', `${style.good('✔')} ${safeForTerminal(text)}`),
    fail: (text) => finish('failed', `${style.bad('✖')} ${safeForTerminal(text)}`),
  }
}

function ignore(): void {
  // Nobody is watching.
}
