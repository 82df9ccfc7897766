import type { RecognisedSegment } from './recognised.ts'

/** What a command is known to do, one line each, worst for last where it runs last; empty when it destroys nothing. */
export function describeEffects(segments: readonly RecognisedSegment[]): string[] {
  const harmful = segments.filter(({ severity }) => severity !== 'none')
  const lines = harmful.flatMap((segment) => [
    harmful.length === 1 ? capitalized(segment.destroys) : `${segment.title}: ${segment.destroys}`,
    ...(segment.beyondDatabase === undefined
      ? []
      : [`Reach beyond the database, where its backup does not help: ${segment.beyondDatabase}`]),
    ...(segment.elsewhere === undefined
      ? []
      : [`Run elsewhere (${segment.elsewhere}), where addresses may mean another server`]),
    ...(segment.consentFlags.length === 0
      ? []
      : [`Not ask any question of its own (${segment.consentFlags.join(', ')})`]),
  ])
  return [...new Set(lines)]
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
