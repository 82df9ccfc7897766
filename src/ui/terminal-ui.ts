import { createProgressLine } from './progress-line.ts'
import { safeForTerminal, withoutColors } from './printable.ts'
import { style } from './style.ts'
import type { Ui } from './ui.ts'
import { wrapText } from './wrap-text.ts'

export interface TerminalUiOptions {
  readonly quiet: boolean
  readonly verbose: boolean
  readonly json: boolean
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  /** Whether what goes to stdout keeps its colours. */
  readonly colorsOnStdout: boolean
}

/** The Ui of a real run: narration on stderr, with a spinner when that is a terminal; data on stdout. */
export function createTerminalUi(options: TerminalUiOptions): Ui {
  const { quiet, verbose, json, stdout, stderr } = options
  const progress = createProgressLine(stderr, { silent: quiet, json })
  const narrate = (text: string): void => progress.above(() => stderr.write(`${safeForTerminal(text)}\n`))
  const data = (text: string): void => {
    const safe = safeForTerminal(options.colorsOnStdout ? text : withoutColors(text))
    stdout.write(safe.endsWith('\n') ? safe : `${safe}\n`)
  }
  return {
    json,
    say: (text) => (quiet ? undefined : narrate(text)),
    warn: (text) => narrate(warning(text, stderr.isTTY)),
    report: narrate,
    detail: (text) => (verbose ? narrate(style.faint(text)) : undefined),
    step: async (title, work, done) => {
      const line = await progress.begin(title)
      try {
        const result = await work(line.watch)
        line.succeed(done?.(result) ?? title)
        return result
      } catch (error) {
        line.fail(title)
        throw error
      }
    },
    data,
    result: (value, human) => (json ? data(JSON.stringify(value)) : human()),
  }
}

/** Broken at spaces where a person reads it; one line elsewhere, for whoever searches a log. */
function warning(text: string, isTerminal: boolean): string {
  const shown = isTerminal ? wrapText(text, { first: 'Warning: ', indent: '         ' }) : `Warning: ${text}`
  return shown.replace('Warning:', style.caution('Warning:'))
}
