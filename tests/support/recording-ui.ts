import type { Ui } from '../../src/ui/ui.ts'

export interface RecordingUi extends Ui {
  readonly said: string[]
  readonly warned: string[]
  readonly reported: string[]
  readonly details: string[]
  /** What stdout got. */
  readonly printed: string[]
  /** Titles of the steps that ended well. */
  readonly steps: string[]
}

/** Says nothing, remembers everything. */
export function recordingUi(json = false): RecordingUi {
  const said: string[] = []
  const warned: string[] = []
  const reported: string[] = []
  const details: string[] = []
  const printed: string[] = []
  const steps: string[] = []
  return {
    said,
    warned,
    reported,
    details,
    printed,
    steps,
    json,
    say: (text) => void said.push(text),
    warn: (text) => void warned.push(text),
    report: (text) => void reported.push(text),
    detail: (text) => void details.push(text),
    data: (text) => void printed.push(text),
    result: (value, human) => {
      if (json) printed.push(JSON.stringify(value))
      else human()
    },
    step: async (title, work, done) => {
      const result = await work(() => undefined)
      steps.push(title)
      if (done !== undefined) said.push(done(result))
      return result
    },
  }
}
