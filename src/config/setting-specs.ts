import type { AgentSetting } from '../domain/caller.ts'
import type { Engine } from '../domain/engine.ts'
import type { BackupFormat, Compression } from '../domain/manifest.ts'
import { parseDuration } from '../domain/parse-duration.ts'
import { parseResetCommands } from '../domain/reset/parse-reset-commands.ts'
import type { CommandWords } from '../domain/reset/reset-step.ts'
import { describeRange, settingRanges } from './setting-ranges.ts'

/** Flags that override a setting; every command takes some of them. */
export interface SettingFlags {
  readonly engine?: string
  readonly compress?: string | boolean
  readonly format?: string
  readonly jobs?: string | number
  readonly lockWaitTimeout?: string | number
  readonly days?: string | number
  readonly keepLast?: string | number
  readonly keepDaily?: string | number
  readonly keepWeekly?: string | number
  readonly keepMonthly?: string | number
  readonly agent?: string
}

type FlagKey = keyof SettingFlags | 'dir'

/** One setting: where it may come from, how its text is read, what it is otherwise. */
export interface SettingSpec<T> {
  /** Its path in the config file. */
  readonly key: string
  readonly flag?: { readonly name: string; readonly key: FlagKey }
  /** In this order, each in the environment and then in `.env`. */
  readonly variables: readonly string[]
  /** From a flag, a variable's text or a value of the config file; undefined when it is not valid. */
  readonly parse: (raw: unknown) => T | undefined
  /** What a valid value is: "a whole number from 0 to 36500". */
  readonly expected: string
  readonly fallback: T
}

const formats = ['plain', 'custom', 'directory'] as const satisfies readonly BackupFormat[]
const engines = ['dump', 'snapshot', 'both'] as const satisfies readonly Engine[]
const compressions = ['none', 'gzip', 'zstd'] as const satisfies readonly Compression[]

const textOf = (raw: unknown): string => String(raw).trim()

function parseBoolean(raw: unknown): boolean | undefined {
  const text = textOf(raw).toLowerCase()
  if (['true', '1', 'yes'].includes(text)) return true
  return ['false', '0', 'no'].includes(text) ? false : undefined
}

function parseCompression(raw: unknown): Compression | undefined {
  const known = compressions.find((compression) => compression === textOf(raw).toLowerCase())
  if (known !== undefined) return known
  const wanted = parseBoolean(raw)
  return wanted === undefined ? undefined : wanted ? 'gzip' : 'none'
}

function parseAgent(raw: unknown): AgentSetting | undefined {
  if (textOf(raw).toLowerCase() === 'auto') return 'auto'
  const said = parseBoolean(raw)
  return said === undefined ? undefined : said ? 'yes' : 'no'
}

function within([lowest, highest]: readonly [number, number], value: number | undefined): number | undefined {
  return value !== undefined && value >= lowest && value <= highest ? value : undefined
}

type Place = Pick<SettingSpec<unknown>, 'key' | 'flag' | 'variables'>

function wholeNumber(place: Place, range: readonly [number, number], fallback: number): SettingSpec<number> {
  const parse = (raw: unknown) => within(range, /^\d{1,9}$/.test(textOf(raw)) ? Number(textOf(raw)) : undefined)
  return { ...place, parse, expected: describeRange(range), fallback }
}

function yesOrNo(place: Place, fallback: boolean): SettingSpec<boolean> {
  return { ...place, parse: parseBoolean, expected: 'true or false', fallback }
}

/** `keepLast` is `--keep-last`, PGSAFE_KEEP_LAST and `retention.keepLast`. */
function keepRule(key: 'keepLast' | 'keepDaily' | 'keepWeekly' | 'keepMonthly'): Place {
  const name = key.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)
  const variable = `PGSAFE_${name.replace('-', '_').toUpperCase()}`
  return { key: `retention.${key}`, flag: { name: `--${name}`, key }, variables: [variable] }
}

const { days, keep, hours, jobs, keptDatabases, lockWaitTimeout } = settingRanges

/** Only in the config file, which is reviewed and committed: a variable would let any script vouch for a host. */
function hostRules(key: string): SettingSpec<readonly string[]> {
  const parse = (raw: unknown) => (Array.isArray(raw) ? raw.map(textOf) : undefined)
  return { key, variables: [], parse, expected: 'a list of hosts', fallback: [] }
}

/** Only in the config file as well: what destroys the database is reviewed and committed. */
function commands(key: string): SettingSpec<readonly CommandWords[] | undefined> {
  const expected = `a command line, or a list of them; what needs a shell is written as "sh -c '…'"`
  return { key, variables: [], parse: parseResetCommands, expected, fallback: undefined }
}

/** Every setting but the database's URL. docs/configuration.md lists them; a test keeps the two in step. */
export const settingSpecs = {
  directory: {
    key: 'directory',
    flag: { name: '--dir', key: 'dir' },
    variables: ['PGSAFE_DIR', 'BACKUP_DIR'],
    parse: (raw) => (textOf(raw) === '' || textOf(raw).includes('\0') ? undefined : textOf(raw)),
    expected: 'a path',
    fallback: 'backups',
  } satisfies SettingSpec<string>,
  compression: {
    key: 'compression',
    flag: { name: '--compress', key: 'compress' },
    variables: ['PGSAFE_COMPRESSION'],
    parse: parseCompression,
    expected: 'gzip, zstd or none',
    fallback: 'none',
  } satisfies SettingSpec<Compression>,
  format: {
    key: 'format',
    flag: { name: '--format', key: 'format' },
    variables: ['PGSAFE_FORMAT'],
    parse: (raw) => formats.find((format) => format === textOf(raw).toLowerCase()),
    expected: 'plain, custom or directory',
    fallback: 'plain',
  } satisfies SettingSpec<BackupFormat>,
  engine: {
    key: 'engine',
    flag: { name: '--engine', key: 'engine' },
    variables: ['PGSAFE_ENGINE'],
    parse: (raw) => engines.find((engine) => engine === textOf(raw).toLowerCase()),
    expected: 'dump, snapshot or both',
    fallback: 'dump',
  } satisfies SettingSpec<Engine>,
  jobs: {
    ...wholeNumber({ key: 'jobs', flag: { name: '--jobs', key: 'jobs' }, variables: ['PGSAFE_JOBS'] }, jobs, 1),
    fallback: undefined,
  } satisfies SettingSpec<number | undefined>,
  retentionDays: wholeNumber(
    {
      key: 'retention.days',
      flag: { name: '--days', key: 'days' },
      variables: ['PGSAFE_RETENTION_DAYS', 'BACKUP_RETENTION_DAYS'],
    },
    days,
    30,
  ),
  keepLast: wholeNumber(keepRule('keepLast'), keep, 0),
  keepDaily: wholeNumber(keepRule('keepDaily'), keep, 0),
  keepWeekly: wholeNumber(keepRule('keepWeekly'), keep, 0),
  keepMonthly: wholeNumber(keepRule('keepMonthly'), keep, 0),
  pruneAfterBackup: yesOrNo({ key: 'retention.afterBackup', variables: ['PGSAFE_PRUNE_AFTER_BACKUP'] }, true),
  lockWaitTimeout: {
    key: 'lockWaitTimeout',
    flag: { name: '--lock-wait-timeout', key: 'lockWaitTimeout' },
    variables: ['PGSAFE_LOCK_WAIT_TIMEOUT'],
    parse: (raw) => within(lockWaitTimeout, parseDuration(textOf(raw))),
    expected: 'a time from 1s to 1d, such as 30s or 2min',
    fallback: 30,
  } satisfies SettingSpec<number>,
  skipPrompt: yesOrNo({ key: 'skipPrompt', variables: ['PGSAFE_SKIP_PROMPT', 'SKIP_BACKUP_PROMPT'] }, false),
  agent: {
    key: 'agent',
    flag: { name: '--agent', key: 'agent' },
    variables: ['PGSAFE_AGENT'],
    parse: parseAgent,
    expected: 'auto, yes or no',
    fallback: 'auto',
  } satisfies SettingSpec<AgentSetting>,
  urlVariable: {
    key: 'urlVariable',
    variables: ['PGSAFE_URL_VARIABLE'],
    parse: (raw) => (/^[A-Za-z_]\w*$/.test(textOf(raw)) ? textOf(raw) : undefined),
    expected: 'the name of a variable',
    fallback: 'DATABASE_URL',
  } satisfies SettingSpec<string>,
  keptCount: wholeNumber({ key: 'keptDatabases.count', variables: ['PGSAFE_KEPT_DATABASES'] }, keptDatabases, 1),
  keptHours: wholeNumber({ key: 'keptDatabases.hours', variables: ['PGSAFE_KEPT_HOURS'] }, hours, 24),
  guardAllow: hostRules('guard.allow'),
  guardDeny: hostRules('guard.deny'),
  resetCommand: commands('reset.command'),
  resetSeed: commands('reset.seed'),
}
