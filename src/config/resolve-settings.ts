import { relative, resolve } from 'node:path'
import type { Context } from '../system/context.ts'
import { findConfigFiles, findProjectRoot, projectDirectories } from './find-project-root.ts'
import type { GlobalFlags } from './global-flags.ts'
import type { ConfigFile } from './load-config.ts'
import { isOtherPackage } from './is-other-package.ts'
import { loadEnvFile, type EnvFile } from './load-env-file.ts'
import type { SettingFlags } from './setting-specs.ts'
import { resolveValues } from './resolve-values.ts'
import type { Settings } from './settings.ts'

export type { SettingFlags } from './setting-specs.ts'

/** The files that were read, for whoever needs more than the settings. */
export interface LoadedConfig {
  readonly config: ConfigFile | undefined
  readonly envFile: EnvFile | undefined
  /** A file's name as messages show it: relative to the working directory. */
  readonly describe: (path: string) => string
}

/**
 * Reads the config file and `.env` and settles every setting. Throws `invalid-config` or `invalid-setting`, both with all
 * problems at once.
 */
export async function resolveSettings(
  ctx: Pick<Context, 'env' | 'cwd'>,
  flags: Pick<GlobalFlags, 'config' | 'dir'> & SettingFlags,
): Promise<{ settings: Settings; loaded: LoadedConfig }> {
  const { env, cwd } = ctx
  const home = env['HOME'] ?? env['USERPROFILE']
  const projectRoot = findProjectRoot(cwd, home)
  const envFile = await loadEnvFile(projectRoot, env)
  const given = givenConfig(ctx, { flag: flags.config, envFile, projectRoot })
  const config = await readConfig(given, findConfigFiles(projectDirectories(cwd, home)))
  const describe = (path: string): string => describeFile(path, cwd)
  const settings = resolveValues({ flags, env, envFile, config, cwd, projectRoot, describe }, home)
  return { settings, loaded: { config, envFile, describe } }
}

/** Without any file that says something, what reads them is not even loaded. */
async function readConfig(given: string | undefined, found: readonly string[]): Promise<ConfigFile | undefined> {
  const telling = found.filter((path) => !isOtherPackage(path))
  if (given === undefined && telling.length === 0) return undefined
  const { loadConfig } = await import('./load-config.ts')
  return loadConfig(given === undefined ? { found: telling } : { given })
}

/** --config and PGSAFE_CONFIG name a file, relative to the working directory; in `.env`, relative to that. */
function givenConfig(
  { env, cwd }: Pick<Context, 'env' | 'cwd'>,
  more: { flag: string | undefined; envFile: EnvFile | undefined; projectRoot: string },
): string | undefined {
  const here = more.flag ?? env['PGSAFE_CONFIG'] ?? ''
  if (here !== '') return resolve(cwd, here)
  const written = more.envFile?.variables['PGSAFE_CONFIG'] ?? ''
  return written === '' ? undefined : resolve(more.projectRoot, written)
}

function describeFile(path: string, cwd: string): string {
  const name = relative(cwd, path)
  return /(?:^|[/\\])package\.json$/.test(name) ? `${name}#pgsafe` : name
}
