import { copyFile, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { defineConfig, type Options } from 'tsup'

/**
 * What these packages load at every start and we never use: commander starts subcommands that are programs of their own, and takes
 * the global `process` as a module, which makes Node set up everything that hangs on it; dotenv decrypts vaults.
 */
const unusedModules = [
  [/[/\\]commander[/\\]lib[/\\]command\.js$/, "require('node:child_process')", '{}'],
  [/[/\\]commander[/\\]lib[/\\]command\.js$/, "require('node:process')", 'globalThis.process'],
  [/[/\\]dotenv[/\\]lib[/\\]main\.js$/, "require('crypto')", '{}'],
] as const

const withoutUnusedModules: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'without-unused-modules',
  setup(build) {
    build.onLoad({ filter: /[/\\](?:commander|dotenv)[/\\]lib[/\\]/ }, async ({ path }) => {
      const contents = unusedModules
        .filter(([file]) => file.test(path))
        .reduce((text, [, statement, instead]) => replaceOnce(text, statement, instead), await readFile(path, 'utf8'))
      return { contents, loader: 'js' }
    })
  },
}

/** Throws when a newer version of the package has other words. */
function replaceOnce(text: string, statement: string, instead: string): string {
  if (!text.includes(statement)) throw new Error(`the package does not have ${statement} any more`)
  return text.replace(statement, instead)
}

const source = join(import.meta.dirname, 'src')

/**
 * esbuild makes a file of its own for every set of entries that share something, and Node takes as long to find a file as to
 * read it: a list would load twenty. So what every start needs is made common to all entries, and with it one file.
 */
const oneFileForEveryStart: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'one-file-for-every-start',
  async setup(build) {
    const needed = await importsOf(join(source, 'main.ts'), /^import (?!type).*'(.*)'$/gm)
    const statements = needed.map((path) => `import '${path}';`).join('')
    const loadedLater = await Promise.all((await sourceFiles()).map((path) => importsOf(path, /import\('(.*)'\)/g)))
    const entries = new Set(loadedLater.flat())
    build.onLoad({ filter: /[/\\]src[/\\].*\.ts$/ }, async ({ path }) =>
      entries.has(path) ? { contents: `${await readFile(path, 'utf8')}\n${statements}`, loader: 'ts' } : undefined,
    )
  },
}

/** Those of our own files, as absolute paths. */
async function importsOf(path: string, statement: RegExp): Promise<string[]> {
  const found = [...(await readFile(path, 'utf8')).matchAll(statement)].map(([, name = '']) => name)
  return found.filter((name) => name.startsWith('.')).map((name) => join(dirname(path), name))
}

async function sourceFiles(): Promise<string[]> {
  const names = await readdir(source, { recursive: true })
  return names.filter((name) => name.endsWith('.ts')).map((name) => join(source, name))
}

/**
 * Bundled CommonJS packages (commander, cosmiconfig) call require, for Node's own modules nearly always: those are taken without
 * node:module, which takes longer to load than a start has time for.
 */
const requireOnDemand = [
  "const __pgsafeRequire = () => process.getBuiltinModule('node:module').createRequire(import.meta.url);",
  'const require = Object.defineProperties((name) => process.getBuiltinModule(name) ?? __pgsafeRequire()(name),',
  '{ cache: { get: () => __pgsafeRequire().cache }, resolve: { get: () => __pgsafeRequire().resolve } });',
].join(' ')

/**
 * One tarball without dependencies: `npx pgsafe` fetches nothing else. Code splitting keeps what a command does not use
 * (prompts, spinner, config loaders) out of its start. `typescript` stays outside: cosmiconfig would pull 9 MB of it in,
 * and a `.ts` config uses the project's own copy.
 */
const common: Options = {
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  outDir: 'dist',
  treeshake: false,
  minify: false,
  noExternal: [/^(?!typescript$)/],
  external: ['typescript'],
  esbuildOptions(options) {
    options.legalComments = 'none'
    // Less to read at every start; names stay, for the stack of an unexpected error.
    options.minifyWhitespace = true
    options.minifySyntax = true
    // libpg-query looks for its .wasm beside itself, in CommonJS's words.
    options.define = { ...options.define, __dirname: 'import.meta.dirname' }
  },
  esbuildPlugins: [withoutUnusedModules, oneFileForEveryStart],
  banner: { js: requireOnDemand },
}

export default defineConfig([
  {
    ...common,
    entry: { main: 'src/main.ts' },
    // Both are built at once.
    clean: ['!version.cjs'],
    splitting: true,
    // What is in which file: tests read it, the package leaves it out.
    metafile: true,
    onSuccess: () => copyFile('node_modules/libpg-query/wasm/libpg-query.wasm', 'dist/libpg-query.wasm'),
  },
  // Alone in its file: it would share some with the others.
  { ...common, format: 'cjs', entry: { version: 'src/version.ts' }, splitting: false, banner: {} },
])
