import { join, resolve } from 'node:path'
import type { AgentSetting } from '../domain/caller.ts'
import { PgsafeError } from '../errors.ts'
import { resolveSetting, type SettingInputs } from './resolve-setting.ts'
import { settingSpecs as specs, type SettingSpec } from './setting-specs.ts'
import type { Setting, Settings } from './settings.ts'

/**
 * Every setting from what has been read already: flags > PGSAFE_* > BACKUP_DIR and its kin > config file > defaults, each
 * variable in the environment before `.env`. Throws `invalid-setting` with everything that is wrong at once.
 */
export function resolveValues(inputs: SettingInputs, home: string | undefined): Settings {
  const problems: string[] = []
  const take = <T>(spec: SettingSpec<T>): Setting<T> => {
    const { value, source } = resolveSetting(spec, inputs, problems)
    return { value, source }
  }
  const settings: Settings = {
    projectRoot: inputs.projectRoot,
    configFile: inputs.config?.path,
    envFile: inputs.envFile?.path,
    directory: absolute(resolveSetting(specs.directory, inputs, problems), home),
    compression: take(specs.compression),
    format: take(specs.format),
    engine: take(specs.engine),
    jobs: take<number | undefined>(specs.jobs),
    retention: {
      days: take(specs.retentionDays),
      keepLast: take(specs.keepLast),
      keepDaily: take(specs.keepDaily),
      keepWeekly: take(specs.keepWeekly),
      keepMonthly: take(specs.keepMonthly),
      afterBackup: take(specs.pruneAfterBackup),
    },
    lockWaitTimeout: take(specs.lockWaitTimeout),
    skipPrompt: take(specs.skipPrompt),
    agent: take<AgentSetting>(specs.agent),
    urlVariable: take(specs.urlVariable),
    keptDatabases: { count: take(specs.keptCount), hours: take(specs.keptHours) },
    guard: { allow: take(specs.guardAllow), deny: take(specs.guardDeny) },
    reset: { command: take(specs.resetCommand), seed: take(specs.resetSeed) },
  }
  assertNoProblems(problems)
  return settings
}

/** Relative to what set it; `~/` is the home directory, which no shell expands in a file. */
function absolute(directory: Setting<string> & { readonly base: string }, home: string | undefined): Setting<string> {
  const { value, source, base } = directory
  const path = home !== undefined && /^~[/\\]/.test(value) ? join(home, value.slice(2)) : resolve(base, value)
  return { value: path, source }
}

function assertNoProblems(problems: readonly string[]): void {
  if (problems.length === 0) return
  throw new PgsafeError('invalid-setting', problems.join('; '), {
    hint: 'correct or unset it; docs/configuration.md lists every setting',
  })
}
