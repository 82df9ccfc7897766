import { basename } from 'node:path'
import { cosmiconfig } from 'cosmiconfig'
import { configFileError, invalidConfig } from './config-file-error.ts'
import type { ConfigValues } from './config-schema.ts'
import { loadJsonConfig } from './load-json-config.ts'
import { loadJsConfig, loadTsConfig } from './load-script-config.ts'

export interface ConfigFile {
  /** Absolute. */
  readonly path: string
  readonly values: ConfigValues
}

/** A file given with --config or PGSAFE_CONFIG, or those that were found, nearest first. All absolute. */
type Where = { readonly given: string } | { readonly found: readonly string[] }

/**
 * Reads and checks the configuration; undefined when there is none. Throws `invalid-config`: for a given file that does
 * not exist, for syntax errors (with the line), for everything that the schema refuses.
 */
export async function loadConfig(where: Where): Promise<ConfigFile | undefined> {
  if ('given' in where) {
    const config = await readConfig(where.given)
    if (config === undefined) throw invalidConfig(`${where.given} has no "pgsafe" key`)
    return config
  }
  for (const path of where.found) {
    const config = await readConfig(path)
    if (config !== undefined) return config
  }
  return undefined
}

async function readConfig(path: string): Promise<ConfigFile | undefined> {
  const loaded = await loadFile(path)
  // A package.json of a project that configures nothing there; any other file may hold nothing but comments.
  if (loaded === null && basename(path) === 'package.json') return undefined
  const { checkConfig } = await import('./check-config.ts')
  return { path, values: checkConfig(loaded?.config ?? {}, path) }
}

async function loadFile(path: string): Promise<{ config: unknown } | null> {
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
