import type { JudgedCommand } from '../domain/command-target/judge-target.ts'
import { printable } from './printable.ts'
import { style } from './style.ts'

const sentences: Record<JudgedCommand['verdict'], string> = {
  proven: 'proven on the server to be the one that the command acts on',
  pinned: 'the command is given this one in its environment',
  unproven: 'NOT proven to be the one that the command acts on',
  different: 'NOT the one that the command acts on',
}

/** The lines below a database's name: how sure it is that the command acts on this one. */
export function describeAim({ verdict, explanation }: JudgedCommand): string[] {
  const lines = [`            (${sentences[verdict]})`]
  if (verdict !== 'unproven') return lines
  return [...lines, ...explanation.map((line) => `              ${printable(line)}`)].map((line) => style.caution(line))
}
