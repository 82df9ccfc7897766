import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { configFileError, invalidConfig } from './config-file-error.ts'
import type { ConfigValues } from './config-schema.ts'
import { configFileNames } from './find-project-root.ts'
import { loadJsonConfig } from './load-json-config.ts'
import { loadJsConfig, loadTsConfig } from './load-script-config.ts'

export interface ConfigFile {
  /** Absolute. */
  readonly path: string
  readonly values: ConfigValues
}

/** A file given with --config or PGSAFE_CONFIG (absolute), or the directories to look in, nearest first. */
type Where = { readonly file: string } | { readonly directories: readonly string[] }

/**
 * Reads and checks the configuration; undefined when there is none. Throws `invalid-config`: for a given file that does
 * not exist, for syntax errors (with the line), for everything that the schema refuses.
 */
export async function loadConfig(where: Where): Promise<ConfigFile | undefined> {
  if ('file' in where) {
    const given = await readConfig(where.file)
    if (given === undefined) throw invalidConfig(`${where.file} has no "pgsafe" key`)
    return given
  }
  for (const path of where.directories.flatMap((directory) => configFileNames.map((name) => join(directory, name)))) {
    const found = existsSync(path) ? await readConfig(path) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

async function readConfig(path: string): Promise<ConfigFile | undefined> {
  const loaded = await loadFile(path)
  // A package.json of a project that configures nothing there.
  if (loaded === null) return undefined
  const { checkConfig } = await import('./check-config.ts')
  return { path, values: checkConfig(loaded.isEmpty === true ? {} : loaded.config, path) }
}

async function loadFile(path: string): Promise<{ config: unknown; isEmpty?: boolean } | null> {
  const { cosmiconfig } = await import('cosmiconfig')
  try {
    const explorer = cosmiconfig('pgsafe', {
      cache: false,
      loaders: {
        '.json': loadJsonConfig,
        '.js': loadJsConfig,
        '.mjs': loadJsConfig,
        '.cjs': loadJsConfig,
        '.ts': loadTsConfig,
      },
    })
    return await explorer.load(path)
  } catch (error) {
    throw configFileError(path, error)
  }
}
