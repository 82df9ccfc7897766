import type { Danger } from '../domain/danger.ts'
import { printable } from './printable.ts'
import { style } from './style.ts'

const judgements: Record<Danger['level'], string> = {
  local: 'This database is on this machine.',
  remote: 'This database is NOT on this machine.',
  production: 'This looks like a PRODUCTION database.',
}

/** How a database is judged, and why. */
export function describeDanger({ level, reasons }: Danger): string {
  const judgement = level === 'local' ? judgements.local : style.bad(`⚠  ${judgements[level]}`)
  return [judgement, ...reasons.map((reason) => `   - ${printable(reason)}`)].join('\n')
}
