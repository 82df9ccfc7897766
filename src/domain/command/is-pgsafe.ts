import type { Segment } from './segment.ts'

/** Whether a command is a pgsafe itself, which looks after its own target. */
export function isPgsafe({ words }: Pick<Segment, 'words'>): boolean {
  return words.slice(0, 2).some((word) => /(^|[/\\])pgsafe(\.js)?$/.test(word))
}

/** Whether a command is `pgsafe reset`. */
export function isReset(segment: Pick<Segment, 'words'>): boolean {
  return isPgsafe(segment) && segment.words.find((word) => word === 'reset' || word === 'guard') === 'reset'
}
