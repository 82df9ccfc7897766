import type { Recognised, RecognisedSegment } from '../../domain/command/recognised.ts'
import type { Severity } from '../../domain/command/severity.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { wrapText } from '../wrap-text.ts'

export interface ExplainView extends Pick<Recognised, 'severity' | 'recognised' | 'segments'> {
  /** Without secrets, as every segment's words. */
  readonly command: readonly string[]
}

const verdicts: Record<Severity, string> = {
  none: 'destroys nothing in a database, as far as pgsafe knows',
  inspect: 'may destroy data: that depends on what it runs',
  some: 'destroys some of the data',
  all: 'destroys (nearly) everything in the database',
  database: 'destroys the database itself, or more',
}

/** What `pgsafe guard --explain` says. */
export const explainMessages = {
  explained: (view: ExplainView): string => {
    const harmful = view.segments.filter(({ severity }) => severity !== 'none')
    const harmless = view.segments.filter(({ severity }) => severity === 'none')
    return [
      style.strong(printable(view.command.join(' '))),
      `  ${verdict(view)}`,
      ...harmful.flatMap((segment) => ['', ...segmentLines(segment)]),
      ...(harmless.length === 0
        ? []
        : ['', wrapText(`Harmless: ${printable(unique(harmless).join(', '))}`, { first: '  ', indent: '    ' })]),
      '',
      style.faint('Nothing was run.'),
    ].join('\n')
  },
}

function verdict({ severity, recognised }: ExplainView): string {
  if (!recognised) return style.caution('Not (wholly) recognised: taken to destroy everything.')
  const text = `It ${verdicts[severity]}.`
  return severity === 'none' ? style.good(text) : style.caution(text)
}

function segmentLines(segment: RecognisedSegment): string[] {
  const { words, tool, severity, recognised, destroys, via, consentFlags, beyondDatabase, elsewhere, reasons, safer } =
    segment
  return [
    wrapText(printable(words.join(' ')), { first: '  ', indent: '    ' }),
    ...labelled('tool', tool ?? 'unknown'),
    ...labelled('reached by', via.join(' → ')),
    ...labelled('severity', recognised ? `${severity}: ${verdicts[severity]}` : `unknown, so taken for ${severity}`),
    ...labelled('it will', destroys),
    ...labelled('not asked', consentFlags.join(', ')),
    ...labelled('beyond', beyondDatabase ?? ''),
    ...labelled('elsewhere', elsewhere ?? ''),
    ...labelled('unclear', reasons.join('; ')),
    ...labelled('safer', safer ?? ''),
  ]
}

function labelled(label: string, text: string): string[] {
  if (text === '') return []
  const indent = ' '.repeat(16)
  return [wrapText(printable(text), { first: `    ${label}`.padEnd(indent.length), indent })]
}

function unique(segments: readonly RecognisedSegment[]): string[] {
  return [...new Set(segments.map(({ title }) => title))]
}
