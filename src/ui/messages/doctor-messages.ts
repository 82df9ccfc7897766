import { formatCount } from '../../domain/format-count.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { wrapText } from '../wrap-text.ts'

export interface DoctorCheck {
  readonly title: string
  readonly status: 'ok' | 'warn' | 'fail' | 'info'
  readonly detail: string
  /** What to do about it. */
  readonly remedy?: string | undefined
}

const symbols: Record<DoctorCheck['status'], () => string> = {
  ok: () => style.good('✔'),
  warn: () => style.caution('⚠'),
  fail: () => style.bad('✖'),
  info: () => style.faint('·'),
}

/** What `pgsafe doctor` says. */
export const doctorMessages = {
  doctorReport: (checks: readonly DoctorCheck[]): string => [...checks.map(checkLines), '', verdict(checks)].join('\n'),
}

function checkLines({ title, status, detail, remedy }: DoctorCheck): string {
  const text = wrapText(printable(detail), { first: `  ${title}: `, indent: '    ' }).slice(1)
  const line = `${symbols[status]()}${text}`
  if (remedy === undefined) return line
  // Not wrapped: people copy commands from it.
  return `${line}\n    → ${remedy}`
}

function verdict(checks: readonly DoctorCheck[]): string {
  const failed = checks.filter(({ status }) => status === 'fail').length
  const warned = checks.filter(({ status }) => status === 'warn').length
  if (failed > 0) return style.bad(`${formatCount(failed, 'problem')} would stop a backup.`)
  if (warned > 0) return style.caution(`A backup would work; ${formatCount(warned, 'thing')} to look at.`)
  return style.good('Everything is in place.')
}
