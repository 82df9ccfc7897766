type Variables = Readonly<Record<string, string | undefined>>

const reference = /\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}/g

/**
 * `${NAME}` and `${NAME:-default}` in values of a `.env`, as Prisma, Next.js and Compose read them: from the environment,
 * else from the file. What cannot be resolved stays as it stands, so that nobody connects to half a URL unnoticed.
 */
export function expandVariables(file: Readonly<Record<string, string>>, env: Variables): Record<string, string> {
  const expand = (value: string, within: readonly string[]): string =>
    value.replace(reference, (written, name: string, fallback: string | undefined) => {
      const found = env[name] ?? (within.includes(name) ? undefined : file[name])
      if (found === undefined || found === '') return fallback ?? written
      return env[name] === undefined ? expand(found, [...within, name]) : found
    })
  return Object.fromEntries(Object.entries(file).map(([name, value]) => [name, expand(value, [name])]))
}

/** The first variable that a value still refers to, if any. */
export function unresolvedVariable(value: string): string | undefined {
  return new RegExp(reference.source).exec(value)?.[1]
}
