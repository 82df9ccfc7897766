import type { Engine } from '../../domain/engine.ts'
import type { Danger } from '../../domain/danger.ts'
import type { JudgedCommand } from '../../domain/command-target/judge-target.ts'
import { formatCommand } from '../../domain/format-command.ts'
import type { Space } from '../../domain/space.ts'
import { banner } from '../banner.ts'
import { describeAim } from '../describe-aim.ts'
import { describeDanger } from '../describe-danger.ts'
import { describeKeeping } from '../describe-keeping.ts'
import { describeImpact, type ImpactView } from '../describe-impact.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { wrapText } from '../wrap-text.ts'

export interface GuardDangerView {
  readonly command: readonly string[]
  /** user@host:port/database */
  readonly target: string
  /** Where the target was found: "DATABASE_URL in .env". */
  readonly source: string
  readonly danger: Danger
  readonly impact: ImpactView
  /** What the command is known to do, one line each; empty when that is not known. */
  readonly effects: readonly string[]
  readonly directory: string
  readonly engine: Engine
  /** For what is kept first. */
  readonly space: Space | undefined
  /** The command reaches beyond the database, so the server's roles are kept too. */
  readonly withRoles?: boolean
  /** Whether the command acts on this very database, and how that is known. */
  readonly aim: JudgedCommand
}

/** What `pgsafe guard` says. */
export const guardMessages = {
  guardDanger: (view: GuardDangerView): string =>
    [
      banner('⚠  DANGER ZONE  ⚠'),
      '  You are about to run:',
      `    ${style.strong(printable(formatCommand(view.command)))}`,
      '',
      `  Database: ${style.strong(printable(view.target))}`,
      `            (from ${printable(view.source)})`,
      ...describeAim(view.aim),
      ...describeImpact(view.impact),
      ...effectLines(view.effects),
      ...(view.danger.level === 'local' ? [] : ['', indented(describeDanger(view.danger))]),
      '',
      ...describeKeeping(view).map((line) => `  ${line}`),
      ...(view.withRoles === true ? ["  and beside it the server's roles, without their passwords."] : []),
      '',
    ].join('\n'),

  proceedWithCommand: 'Do you want to proceed?',
  runningCommand: (command: readonly string[]): string => `▶ Running: ${printable(formatCommand(command))}\n`,

  keepingRoles: "Keeping the server's roles beside it",
  rolesNotKept: (reason: string): string =>
    `the server's roles were not kept (${printable(reason)}): what the command does to roles cannot be brought back`,

  runNotClosed: 'the run could not be recorded as ended',
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ')
}

function effectLines(effects: readonly string[]): string[] {
  if (effects.length === 0) return ['', style.caution('  ⚠  Expect that any of it may be permanently deleted.')]
  const lines = effects.map((effect, index) =>
    wrapText(printable(effect), { first: `    ${index + 1}. `, indent: '       ' }),
  )
  return ['', '  This will:', ...lines]
}
