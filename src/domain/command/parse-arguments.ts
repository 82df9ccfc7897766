/** How a program writes its options: without this, the value of an option looks like a command. */
export interface ArgumentSyntax {
  /** Options whose value is the next word: `--schema`, `-d`. */
  readonly valueFlags?: readonly string[]
  /** They take one only before the subcommand: `docker compose -f FILE rm -f`. */
  readonly valuesBeforeCommand?: boolean
  /** `-Xqc` means `-X -q -c` (getopt). Others read `-database` as one option. */
  readonly clusters?: boolean
  /** `STEP=2` among the operands is an option called STEP. */
  readonly assignments?: boolean
}

export interface ToolArguments {
  /** What is no option, in order: the subcommand's words and what it acts on. */
  readonly operands: readonly string[]
  /** Every value given to an option, as written (`--force`, `-f`); '' where it has none. */
  readonly flags: ReadonlyMap<string, readonly string[]>
}

/** Sorts a program's words into operands and options. Never throws: an option it does not know takes no value. */
export function parseArguments(words: readonly string[], syntax: ArgumentSyntax = {}): ToolArguments {
  const operands: string[] = []
  const flags = new Map<string, string[]>()
  const queue = [...words]
  for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
    if (word === '--') operands.push(...queue.splice(0))
    else if (!word.startsWith('-') || word === '-') readOperand(word)
    else if (syntax.clusters === true && !word.startsWith('--')) readCluster(word)
    else readFlag(word)
  }
  return { operands, flags }

  function takesValue(flag: string): boolean {
    const over = syntax.valuesBeforeCommand === true && operands.length > 0
    return !over && syntax.valueFlags?.includes(flag) === true
  }

  function add(flag: string, value: string): void {
    flags.set(flag, [...(flags.get(flag) ?? []), value])
  }

  function readOperand(word: string): void {
    const equals = syntax.assignments === true ? word.search(/(?<=^\w+)=/) : -1
    if (equals > 0) add(word.slice(0, equals), word.slice(equals + 1))
    else operands.push(word)
  }

  function readFlag(word: string): void {
    const equals = word.indexOf('=')
    if (equals > 0) add(word.slice(0, equals), word.slice(equals + 1))
    else add(word, takesValue(word) ? (queue.shift() ?? '') : '')
  }

  function readCluster(word: string): void {
    for (let at = 1; at < word.length; at += 1) {
      const flag = `-${word[at] ?? ''}`
      if (!takesValue(flag)) add(flag, '')
      else return add(flag, at + 1 < word.length ? word.slice(at + 1) : (queue.shift() ?? ''))
    }
  }
}

/** Whether one of these was given: `--force`, or with a value `--target-version=0`. */
export function hasFlag({ flags }: ToolArguments, wanted: readonly string[]): boolean {
  return wanted.some((flag) => {
    const equals = flag.indexOf('=')
    if (equals === -1) return flags.has(flag) && flags.get(flag)?.join() !== 'false'
    return flags.get(flag.slice(0, equals))?.includes(flag.slice(equals + 1)) === true
  })
}

/** Every value given to any of these options. */
export function valuesOf({ flags }: ToolArguments, names: readonly string[]): string[] {
  return names.flatMap((name) => flags.get(name) ?? [])
}
