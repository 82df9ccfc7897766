import { formatCount } from '../format-count.ts'
import type { RecognisedSegment } from './recognised.ts'
import { worstOf } from './severity.ts'
import type { SqlVerdict } from './sql-finding.ts'

/** More statements than this are counted, not named. */
const namedFindings = 5

/** A segment judged again by the SQL it runs, once that has been read. */
export function judgeBySql(segment: RecognisedSegment, { findings, reasons }: SqlVerdict): RecognisedSegment {
  const severity = worstOf([...findings.map(({ severity }) => severity), reasons.length > 0 ? 'inspect' : 'none'])
  const distinct = [...new Set(findings.map(({ what }) => what))]
  const more = distinct.length - namedFindings
  const named = [
    ...distinct.slice(0, namedFindings),
    ...(more > 0 ? [`and ${formatCount(more, 'more statement')}`] : []),
  ]
  const beyond = [...new Set(findings.flatMap((finding) => finding.beyond ?? []))]
  return {
    ...segment,
    severity,
    destroys: severity === 'none' ? '' : named.length > 0 ? named.join('; ') : segment.destroys,
    consentFlags: severity === 'none' ? [] : segment.consentFlags,
    beyondDatabase: beyond.length > 0 ? beyond.join('; ') : segment.beyondDatabase,
    reasons: [...segment.reasons, ...reasons],
  }
}
