import type { ProgressReading, ProgressSource, Watch, Work } from '../domain/progress/progress-reading.ts'
import { beginProgress, trackProgress, viewProgress, type ProgressView } from '../domain/progress/track-progress.ts'

export interface ProgressSampler {
  readonly watch: Watch
  /** No look from now on, and nothing is shown of one under way. */
  readonly stop: () => void
}

/** What a look showed. */
export interface SeenProgress extends ProgressView {
  readonly work: Work
  /** Since the step began. */
  readonly elapsedMs: number
}

const everyMs = 1000

/** Looks once a second, and at one thing at a time, however slow it answers; the first time after a second. */
export function sampleProgress(show: (seen: SeenProgress) => void): ProgressSampler {
  const startedAt = performance.now()
  let progress = beginProgress(0)
  let watched: { readonly work: Work; readonly source: ProgressSource } | undefined
  let timer: NodeJS.Timeout | undefined
  let looking = false
  const stop = (): void => {
    clearInterval(timer)
    timer = undefined
  }
  const look = async (): Promise<void> => {
    if (looking || watched === undefined) return
    looking = true
    const { work, source } = watched
    const reading: ProgressReading | undefined = await source()
    looking = false
    if (reading === undefined || timer === undefined) return
    const elapsedMs = performance.now() - startedAt
    progress = trackProgress(progress, reading, elapsedMs)
    show({ ...viewProgress(progress), work, elapsedMs })
  }
  return {
    watch: (work, source) => {
      watched = { work, source }
      // A look that fails is no reason to end the work: nothing more is shown of it.
      timer ??= setInterval(() => void look().catch(stop), everyMs).unref()
    },
    stop,
  }
}
