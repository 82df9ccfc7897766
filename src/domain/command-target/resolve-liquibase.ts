import type { CommandTarget } from './command-target.ts'
import { flagValue, readNear, type TargetQuestion } from './target-question.ts'
import { assembleJdbc, firstOf, fromFile, fromFlag, fromVariable, propertyOf } from './jdbc-settings.ts'

/** Liquibase: `--url`, LIQUIBASE_COMMAND_URL, then liquibase.properties. */
export function resolveLiquibase(question: TargetQuestion): CommandTarget {
  const file = flagValue(question, ['--defaults-file', '--defaultsFile'])
  const path = file ?? question.env['LIQUIBASE_DEFAULTS_FILE'] ?? 'liquibase.properties'
  const text = readNear(question, path) ?? ''
  return assembleJdbc((short) => {
    const name = short === 'user' ? 'username' : short
    return firstOf(
      fromFlag(question, [`--${name}`]),
      fromVariable(question, `LIQUIBASE_COMMAND_${name.toUpperCase()}`),
      fromFile(propertyOf(text, `liquibase.command.${name}`) ?? propertyOf(text, name), path),
    )
  })
}
