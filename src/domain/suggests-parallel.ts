/** From here on a second core saves more than a few seconds. */
const largeBytes = 1024 ** 3

interface Choice {
  /** The format's setting came from nobody: not from a flag, a variable or a file. */
  readonly byDefault: boolean
  /** pg_database_size */
  readonly databaseBytes: number
  readonly cores: number
}

/** Whether the directory format, which is dumped and restored by several jobs at once, is worth a word. */
export function suggestsParallel({ byDefault, databaseBytes, cores }: Choice): boolean {
  return byDefault && databaseBytes >= largeBytes && cores > 1
}
