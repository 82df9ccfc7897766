import { copyFile, readFile } from 'node:fs/promises'
import { defineConfig, type Options } from 'tsup'

/** commander would load it at every start, for subcommands that are programs of their own: we have none. */
const withoutChildProcess: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'without-child-process',
  setup(build) {
    build.onLoad({ filter: /[/\\]commander[/\\]lib[/\\]command\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8')
      return { contents: contents.replace("require('node:child_process')", '{}'), loader: 'js' }
    })
  },
}

/**
 * One tarball without dependencies: `npx pgsafe` fetches nothing else. Code splitting keeps what a command does not use
 * (prompts, spinner, config loaders) out of its start. `typescript` stays outside: cosmiconfig would pull 9 MB of it in,
 * and a `.ts` config uses the project's own copy.
 */
export default defineConfig({
  entry: { main: 'src/main.ts', version: 'src/version.ts' },
  format: 'esm',
  target: 'node20.19',
  platform: 'node',
  outDir: 'dist',
  clean: true,
  splitting: true,
  treeshake: false,
  minify: false,
  // What is in which file: tests read it, the package leaves it out.
  metafile: true,
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
  esbuildPlugins: [withoutChildProcess],
  onSuccess: () => copyFile('node_modules/libpg-query/wasm/libpg-query.wasm', 'dist/libpg-query.wasm'),
  // Bundled CommonJS packages (commander, cosmiconfig) call require for Node's own modules.
  banner: {
    js: "import { createRequire as __pgsafeRequire } from 'node:module'; const require = __pgsafeRequire(import.meta.url);",
  },
})
