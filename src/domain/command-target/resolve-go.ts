import { type CommandTarget, opaque, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { flagValue, lookUpWith, type TargetQuestion } from './target-question.ts'

/** dbmate: `--url`, else the variable of `--env` (DATABASE_URL), also from `.env` or `--env-file`. */
export function resolveDbmate(question: TargetQuestion): CommandTarget {
  const url = flagValue(question, ['-u', '--url'])
  if (url !== undefined) return targetAt(url, { how: '--url', source: 'arguments' })
  const files = question.args.flags.get('--env-file') ?? ['.env']
  return byVariable(question, flagValue(question, ['-e', '--env']) ?? 'DATABASE_URL', files)
}

/** goose: `DRIVER DBSTRING` as its first operands, unless GOOSE_DRIVER and GOOSE_DBSTRING are set, which come first. */
export function resolveGoose(question: TargetQuestion): CommandTarget {
  const file = flagValue(question, ['-env', '--env']) ?? '.env'
  const lookUp = lookUpWith(question, file === 'none' ? [] : [file])
  const [driver, address] = question.args.operands
  const set = lookUp('GOOSE_DBSTRING')
  if (set !== undefined) {
    const setDriver = lookUp('GOOSE_DRIVER')?.value
    return isPostgres(setDriver)
      ? targetAt(set.value, { how: set.described, source: set.source })
      : wrongDriver(setDriver)
  }
  if (address === undefined) return opaque
  return isPostgres(driver) ? targetAt(address, { how: 'its own arguments', source: 'arguments' }) : wrongDriver(driver)
}

function isPostgres(driver: string | undefined): boolean {
  return driver === undefined || /^(?:postgres|pgx|redshift)/.test(driver)
}

function wrongDriver(driver: string | undefined): CommandTarget {
  return other(`goose is told to use ${driver ?? 'another driver'}, not PostgreSQL`)
}

/** golang-migrate knows nothing but `-database`. */
export function resolveGolangMigrate(question: TargetQuestion): CommandTarget {
  const url = flagValue(question, ['-database', '--database'])
  return url === undefined ? opaque : targetAt(url, { how: '-database', source: 'arguments' })
}

export function byVariable(question: TargetQuestion, variable: string, envFiles: readonly string[]): CommandTarget {
  const found = lookUpWith(question, envFiles)(variable)
  if (found === undefined) return other(`${variable} is not set`)
  return targetAt(found.value, { how: found.described, source: found.source })
}
