import type { CommandTarget } from './command-target.ts'

/**
 * How sure it is that a command acts on the database that is backed up: proved on the server; by the variable that guard
 * sets; not at all; or proved that it acts on another one.
 */
export type TargetVerdict = 'proven' | 'pinned' | 'unproven' | 'different'

/** What the servers said about an address. `described` is `user@host:port/database`. */
export type TargetProof =
  | { readonly kind: 'same'; readonly described: string }
  | { readonly kind: 'different'; readonly described: string; readonly why: string }
  | { readonly kind: 'unreachable'; readonly described: string | undefined; readonly reason: string }

export interface JudgedTarget {
  readonly verdict: TargetVerdict
  /** One line for people, without secrets; '' when there is nothing to say. */
  readonly explanation: string
  /** The database it acts on instead, where that is known. */
  readonly other?: string
}

/** Weighs one command's target, and for an address what the servers said about it. */
export function judgeTarget(target: CommandTarget, proof: TargetProof | undefined): JudgedTarget | undefined {
  switch (target.kind) {
    case 'none':
      return undefined
    case 'opaque':
      return {
        verdict: 'pinned',
        explanation: 'nothing in it names a database: it is taken to use the variable that guard sets',
      }
    case 'pinned':
      return { verdict: 'pinned', explanation: `${target.evidence} reads ${target.variable}, which guard sets` }
    case 'other':
      return { verdict: 'unproven', explanation: target.evidence }
    case 'url':
      return judgeAddress(target, proof ?? { kind: 'unreachable', described: undefined, reason: 'it was not tried' })
  }
}

function judgeAddress({ how, source }: CommandTarget & { kind: 'url' }, proof: TargetProof): JudgedTarget {
  // What a program's text names may be used, or not: good enough to warn, never to prove or to refuse.
  const isClue = source === 'code'
  if (proof.kind === 'same') {
    const where = `${proof.described} (${how})`
    if (isClue) return { verdict: 'pinned', explanation: `${where}: the same database, if the program keeps to it` }
    return { verdict: 'proven', explanation: `${where}: the same database, proved on the server` }
  }
  const where = proof.described === undefined ? how : `${proof.described} (${how})`
  const other = proof.described === undefined ? {} : { other: proof.described }
  if (proof.kind === 'unreachable') {
    return { verdict: 'unproven', explanation: `${where}: ${proof.reason}`, ...other }
  }
  return { verdict: isClue ? 'unproven' : 'different', explanation: `${where}: ${proof.why}`, ...other }
}

const fromBestToWorst: readonly TargetVerdict[] = ['proven', 'pinned', 'unproven', 'different']

export interface JudgedCommand {
  readonly verdict: TargetVerdict
  /** One line per command that acts on a database, without repetitions. */
  readonly explanation: readonly string[]
  /** The other database, described, when there is one. */
  readonly other?: string
}

/** Why the database's name has to be typed for this command, whatever the danger; none when its target is sure. */
export function doubtsAbout({ verdict, explanation }: JudgedCommand): string[] {
  return verdict === 'unproven' ? [`the command may act on another database: ${explanation.join('; ')}`] : []
}

/** A command line is as sure as the least sure of its commands. */
export function combineTargets(judged: readonly JudgedTarget[]): JudgedCommand {
  const ranks = judged.map(({ verdict }) => fromBestToWorst.indexOf(verdict))
  const verdict = judged.length === 0 ? 'pinned' : (fromBestToWorst[Math.max(...ranks)] ?? 'unproven')
  const decisive = judged.find((one) => one.verdict === verdict && one.other !== undefined)
  const explanation = [...new Set(judged.map((one) => one.explanation))]
  return { verdict, explanation, ...(decisive?.other === undefined ? {} : { other: decisive.other }) }
}
