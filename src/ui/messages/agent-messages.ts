import type { Approval } from '../../domain/approval.ts'
import { approvalMinutes } from '../../domain/approval.ts'
import { describeCaller, type Caller } from '../../domain/caller.ts'
import { formatAge } from '../../domain/format-age.ts'
import { formatCommand } from '../../domain/format-command.ts'
import { banner } from '../banner.ts'
import { describeDanger } from '../describe-danger.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { wrapText } from '../wrap-text.ts'

/** What pgsafe says about AI agents that run it, and what `pgsafe approve` says to people. */
export const agentMessages = {
  /** undefined: a person runs it, or somebody who is asked like one. */
  callerNote: (caller: Caller): string | undefined => {
    if (caller.kind === 'agent') return `Run by an AI agent (${describeCaller(caller)}): no questions are asked.`
    if (caller.kind !== 'denied-agent') return undefined
    return `An AI agent's mark is here (${describeCaller(caller)}): questions are asked, and no flag answers them.`
  },

  approvalUsed: (id: string): string => `A person has approved this run (${id}). The approval is used up now.`,

  approvalScreen: (approval: Approval, now: Date): string =>
    [
      banner('APPROVE?'),
      `  An AI agent (${printable(approval.agent)}) wants to run:`,
      `    ${style.strong(printable(formatCommand(approval.command)))}`,
      `    in ${printable(approval.directory)}`,
      '',
      `  Database: ${style.strong(printable(approval.target))}`,
      ...judgement(approval),
      '',
      `  Asked ${formatAge(new Date(approval.createdAt), now)}. Once approved, it may run one time, within ${approvalMinutes} minutes.`,
      ...(backsUp.includes(approval.action) ? ['  A verified backup is made before it runs.'] : []),
      '',
    ].join('\n'),
  sureToApprove: 'Let it run?',
  approved: (approval: Approval): string =>
    [
      style.good(`✅ Approved until ${approval.expiresAt.slice(11, 19)} UTC, once.`),
      '   The agent has to run the same command again, in the same directory.',
    ].join('\n'),
}

const backsUp = ['guard', 'reset']

/** Reasons of the database's own, and others, such as a command whose database could not be proven. */
function judgement({ danger, reasons }: Approval): string[] {
  return [
    `  ${describeDanger({ level: danger, reasons: [] })}`,
    '  A person has to decide:',
    ...reasons.map((reason) => wrapText(printable(reason), { first: '   - ', indent: '     ' })),
  ]
}
