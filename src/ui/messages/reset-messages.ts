import type { JudgedCommand } from '../../domain/command-target/judge-target.ts'
import type { Danger } from '../../domain/danger.ts'
import type { Engine } from '../../domain/engine.ts'
import { formatCommand } from '../../domain/format-command.ts'
import type { WipedSchema } from '../../domain/reset/plan-wipe.ts'
import { banner } from '../banner.ts'
import { describeAim } from '../describe-aim.ts'
import { describeDanger } from '../describe-danger.ts'
import { describeRows } from '../describe-entry.ts'
import { describeKeeping } from '../describe-keeping.ts'
import { describeImpact, type ImpactView } from '../describe-impact.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { wrapText } from '../wrap-text.ts'

export type ResetStageView =
  | { readonly kind: 'wipe'; readonly schemas: readonly WipedSchema[] }
  | {
      readonly kind: 'command'
      readonly seeds: boolean
      readonly words: readonly string[]
      readonly effects: readonly string[]
    }

export interface ResetDangerView {
  /** user@host:port/database */
  readonly target: string
  /** Where the target was found: "DATABASE_URL in .env". */
  readonly source: string
  /** Why it is these steps. */
  readonly reason: string
  readonly danger: Danger
  readonly impact: ImpactView
  readonly stages: readonly ResetStageView[]
  /** undefined: no command runs. */
  readonly aim: JudgedCommand | undefined
  readonly directory: string
  readonly engine: Engine
  /** A step reaches beyond the database, so the server's roles are kept too. */
  readonly withRoles: boolean
}

/** What `pgsafe reset` says. */
export const resetMessages = {
  resetDanger: (view: ResetDangerView): string =>
    [
      banner('⚠  DANGER ZONE  ⚠'),
      `  You are about to run: ${style.strong('pgsafe reset')}`,
      '',
      `  Database: ${style.strong(printable(view.target))}`,
      `            (from ${printable(view.source)})`,
      ...(view.aim === undefined ? [] : describeAim(view.aim)),
      ...describeImpact(view.impact),
      '',
      '  This will:',
      ...view.stages.flatMap((stage, index) => stageLines(stage, index + 1)),
      style.faint(wrapText(`(${printable(view.reason)})`, { first: '    ', indent: '     ' })),
      '',
      style.caution('  ⚠  ALL USER DATA WILL BE PERMANENTLY DELETED!'),
      ...(view.danger.level === 'local' ? [] : ['', describeDanger(view.danger).replace(/^/gm, '  ')]),
      '',
      ...keepingLines(view),
      ...(view.withRoles ? ["  and beside it the server's roles, without their passwords."] : []),
      '',
    ].join('\n'),

  proceedWithReset: 'Do you want to proceed with database reset?',
  keepingBeforeReset: (engine: Engine): string =>
    ({
      dump: '📦 Creating automatic backup before reset...\n',
      snapshot: '📦 Making a snapshot before reset...\n',
      both: '📦 Making a snapshot and an automatic backup before reset...\n',
    })[engine],
  resetChecksComplete: (backup: boolean): string =>
    `\n${style.good(backup ? '✅ Backup created successfully!' : '✅ Snapshot made.')}\n${style.good('✅ Pre-reset safety checks complete.')}`,
  proceedingWithReset: '🔄 Proceeding with database reset...\n',
  droppingAll: 'Dropping everything in the schemas',
  resetDryRun: 'Dry run: nothing was backed up, and nothing was run.',
}

function keepingLines({ engine, directory }: ResetDangerView): string[] {
  if (engine === 'dump') return [`  Backup will be created automatically in: ${directory}`]
  return describeKeeping({ engine, directory }).map((line) => `  ${line}`)
}

function stageLines(stage: ResetStageView, number: number): string[] {
  if (stage.kind === 'wipe') {
    const nothing = stage.schemas.length === 0 ? ['       there is no schema to drop anything from'] : []
    return [`    ${number}. DROP ALL TABLES, and everything else, in:`, ...stage.schemas.map(schemaLine), ...nothing]
  }
  const line = `    ${number}. ${stage.seeds ? '🌱 ' : ''}${style.strong(printable(formatCommand(stage.words)))}`
  return [
    line,
    ...stage.effects.map((effect) => wrapText(printable(effect), { first: '       ', indent: '         ' })),
  ]
}

function schemaLine({ name, action, tables }: WipedSchema): string {
  const after = action === 'dropped' ? 'the schema goes too' : 'the schema itself stays, empty'
  return `       ${style.strong(printable(name))}: ${describeRows(tables)} (${after})`
}
