import type { CommandTarget } from './command-target.ts'
import { targetAt } from './database-url.ts'
import { byVariable } from './by-variable.ts'
import { directoriesUpward, resolvePath } from './resolve-path.ts'
import { flagValue, readNear, type TargetQuestion } from './target-question.ts'

/** sqlx and diesel (also sea-orm-cli): the option, else the variable, also from the nearest `.env` upward. */
export function resolveRust(question: TargetQuestion): CommandTarget {
  const short = question.program === 'sqlx' ? ['-D'] : question.program === 'diesel' ? [] : ['-u']
  const url = flagValue(question, ['--database-url', ...short])
  if (url !== undefined) return targetAt(url, { how: '--database-url', source: 'arguments' })
  const named = /database-url-var\s*=\s*"(\w+)"/.exec(readNear(question, 'sqlx.toml') ?? '')?.[1]
  const variable = question.program === 'sqlx' && named !== undefined ? named : 'DATABASE_URL'
  return byVariable(question, variable, question.args.flags.has('--no-dotenv') ? [] : nearestEnvFile(question))
}

function nearestEnvFile({ read, directory }: TargetQuestion): string[] {
  const files = directoriesUpward(directory).map((near) => resolvePath(near, '.env'))
  return files.filter((file) => read(file) !== undefined).slice(0, 1)
}
