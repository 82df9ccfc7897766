import { type CommandTarget, opaque } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { describePath, directoriesUpward, directoryOf, resolvePath } from './resolve-path.ts'
import { searchConfig } from './search-config.ts'
import { flagValue, type TargetQuestion } from './target-question.ts'

const names = ['js', 'mjs', 'coffee', 'ts', 'eg', 'ls', 'cjs'].map((ending) => `knexfile.${ending}`)

/** Knex: `--connection` beats the knexfile, of which `--env` or NODE_ENV chooses the block. */
export function resolveKnex(question: TargetQuestion): CommandTarget {
  const connection = flagValue(question, ['--connection'])
  if (connection !== undefined) return targetAt(connection, { how: '--connection', source: 'arguments' })
  const { read, env } = question
  const start = resolvePath(question.directory, flagValue(question, ['--cwd']) ?? '.')
  const named = flagValue(question, ['--knexfile'])
  const path =
    named === undefined
      ? directoriesUpward(start)
          .flatMap((directory) => names.map((name) => resolvePath(directory, name)))
          .find((file) => read(file) !== undefined)
      : resolvePath(start, named)
  if (path === undefined) return opaque
  const block = flagValue(question, ['--env']) ?? (env['NODE_ENV'] || 'development')
  // Knex changes to the knexfile's directory: that is where it finds `.env`.
  const directory = directoryOf(path)
  const search = { path: describePath(directory, path), blocks: [block, 'connection'] }
  return searchConfig({ ...question, directory }, search) ?? opaque
}
