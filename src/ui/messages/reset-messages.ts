import type { JudgedCommand } from '../../domain/command-target/judge-target.ts'
import type { Danger } from '../../domain/danger.ts'
import type { Engine } from '../../domain/engine.ts'
import { formatCommand } from '../../domain/format-command.ts'
import type { SchemaLoss, Wipe } from '../../domain/reset/plan-wipe.ts'
import type { ResetContents } from '../../domain/reset/reset-contents.ts'
import type { Space } from '../../domain/space.ts'
import { banner } from '../banner.ts'
import { describeAim } from '../describe-aim.ts'
import { describeDanger } from '../describe-danger.ts'
import { describeDatabaseObjects } from '../describe-database-objects.ts'
import { describeRows } from '../describe-entry.ts'
import { describeKeeping } from '../describe-keeping.ts'
import { describeImpact, type ImpactView } from '../describe-impact.ts'
import { describeSpace } from '../describe-space.ts'
import { printable } from '../printable.ts'
import { style } from '../style.ts'
import { wrapText } from '../wrap-text.ts'

export type ResetStageView =
  | ({ readonly kind: 'wipe' } & Wipe)
  | {
      readonly kind: 'command'
      readonly seeds: boolean
      readonly words: readonly string[]
      /** Those that the tool drops and creates again. */
      readonly schemas: readonly SchemaLoss[]
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
  /** What outlives all of it; null: not known. */
  readonly stays: ResetContents | null
  /** undefined: no command runs. */
  readonly aim: JudgedCommand | undefined
  readonly directory: string
  readonly engine: Engine
  /** For what is kept first. */
  readonly space: Space | undefined
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
      ...staysLines(view.stays),
      '',
      style.caution(`  ⚠  ${whatGoes(view)} WILL BE PERMANENTLY DELETED!`),
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
  droppingAll: 'Dropping everything in the database',
  resetDryRun: 'Dry run: nothing was backed up, and nothing was run.',
}

function keepingLines(view: ResetDangerView): string[] {
  const { engine, directory, space } = view
  if (engine === 'dump') {
    const room = space === undefined ? [] : [`  Space: ${describeSpace(space)}`]
    return [`  Backup will be created automatically in: ${directory}`, ...room]
  }
  return describeKeeping(view).map((line) => `  ${line}`)
}

function stageLines(stage: ResetStageView, number: number): string[] {
  const schemas = stage.schemas.map(schemaLine)
  if (stage.kind === 'wipe') {
    const nothing = schemas.length === 0 ? ['       there is no schema to drop anything from'] : []
    const besides = describeDatabaseObjects(stage)
    return [
      `    ${number}. DROP ALL TABLES, and everything else, in:`,
      ...schemas,
      ...nothing,
      ...(besides.length === 0 ? [] : [wrapText(besides.join('; '), { first: '       and ', indent: '       ' })]),
    ]
  }
  const line = `    ${number}. ${stage.seeds ? '🌱 ' : ''}${style.strong(printable(formatCommand(stage.words)))}`
  const effects = stage.effects.map((effect) => wrapText(printable(effect), { first: '       ', indent: '         ' }))
  return [line, ...effects, ...schemas]
}

const afterwards: Readonly<Record<SchemaLoss['action'], string>> = {
  dropped: 'the schema goes too',
  emptied: 'the schema itself stays, empty',
  recreated: 'dropped with all that depends on it, and created again',
  cleared: 'its tables, views and enum types go; the rest stays, because the schema belongs to another role',
}

function schemaLine({ name, action, tables }: SchemaLoss): string {
  const text = `${printable(name)}: ${describeRows(tables)} (${afterwards[action]})`
  const lines = wrapText(text, { first: '       ', indent: '         ' })
  return lines.replace(printable(name), (shown) => style.strong(shown))
}

/** What is there now and will still be: nobody should have to find out by looking. */
function staysLines(stays: ResetContents | null): string[] {
  if (stays === null) return []
  const schemas = stays.schemas.map(({ name }) => {
    const tables = stays.tables.filter(({ schema }) => schema === name)
    return `${style.strong(printable(name))}: ${describeRows(tables)}`
  })
  const lines = [...schemas, ...describeDatabaseObjects(stays)]
  if (lines.length === 0) return []
  return ['', '  This stays as it is:', ...lines.map((line) => wrapText(line, { first: '    ', indent: '      ' }))]
}

/** Only what is known to hold data and to stay makes it less than everything. */
function whatGoes({ stages, stays }: ResetDangerView): string {
  const holdsData = stays !== null && (stays.tables.length > 0 || stays.largeObjects > 0)
  if (!holdsData) return 'ALL USER DATA'
  const names = stages.flatMap(({ schemas }) => schemas.map(({ name }) => printable(name)))
  return names.length === 0 ? 'WHAT THESE STEPS DROP' : `ALL USER DATA IN ${names.join(', ')}`
}
