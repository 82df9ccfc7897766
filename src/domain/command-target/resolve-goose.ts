import { type CommandTarget, opaque, other } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { flagValue, lookUpWith, type TargetQuestion } from './target-question.ts'

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
