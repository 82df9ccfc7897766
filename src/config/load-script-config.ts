import { randomUUID } from 'node:crypto'
import { realpath, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PgsafeError } from '../errors.ts'
import { invalidConfig } from './config-file-error.ts'

/** The part of the compiler's API that is used: TypeScript 5 and 6 have it, 7 does not. */
interface Transpiler {
  readonly ModuleKind: { readonly ESNext: number }
  readonly ScriptTarget: { readonly ES2022: number }
  transpileModule(
    text: string,
    options: { compilerOptions: object; fileName: string; reportDiagnostics: boolean },
  ): { outputText: string; diagnostics?: readonly { readonly start?: number | undefined }[] }
}

/** The default export of a `.js`, `.mjs` or `.cjs` config. It is the project's own code and runs as such. */
export async function loadJsConfig(path: string): Promise<unknown> {
  const { href } = pathToFileURL(await realpath(path))
  try {
    const module = (await import(href)) as { readonly default?: unknown }
    return module.default
  } catch (error) {
    if (error instanceof Error) throw error
    throw invalidConfig(`${path} threw something that is not an error`)
  }
}

/**
 * The default export of a `.ts` config: by Node itself where it strips types (22.18 and later), else with the project's
 * own TypeScript. Throws `invalid-config` when neither is there.
 */
export async function loadTsConfig(path: string, text: string): Promise<unknown> {
  if (Reflect.get(process.features, 'typescript')) return loadJsConfig(path)
  const javascript = transpile(findTranspiler(path), path, text)
  // Beside the original: its imports are relative to that place.
  const compiled = join(dirname(path), `.pgsafe-config-${randomUUID()}.mjs`)
  try {
    await writeFile(compiled, javascript, { mode: 0o600, flag: 'wx' })
    return await loadJsConfig(compiled)
  } finally {
    await rm(compiled, { force: true })
  }
}

function transpile(typescript: Transpiler, path: string, text: string): string {
  const { outputText, diagnostics = [] } = typescript.transpileModule(text, {
    compilerOptions: { module: typescript.ModuleKind.ESNext, target: typescript.ScriptTarget.ES2022 },
    fileName: path,
    reportDiagnostics: true,
  })
  const start = diagnostics[0]?.start
  if (start === undefined) return outputText
  throw invalidConfig(`${path}, line ${String(text.slice(0, start).split('\n').length)}: has a syntax error`)
}

function findTranspiler(path: string): Transpiler {
  const found = requireTypescript(path)
  if (found?.transpileModule !== undefined) return found as Transpiler
  const problem =
    found === undefined ? 'needs TypeScript, which this project does not have' : 'needs TypeScript below 7'
  throw new PgsafeError('invalid-config', `${path} ${problem}`, {
    hint: 'install it (npm install --save-dev typescript@6), use Node 22.18 or later, or write the config as .mjs, .json or .yaml',
  })
}

function requireTypescript(path: string): Partial<Transpiler> | undefined {
  try {
    return createRequire(path)('typescript') as Partial<Transpiler>
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return undefined
    throw error
  }
}
