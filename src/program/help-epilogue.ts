/** A command line and what it is for. */
export type Example = readonly [command: string, purpose: string]
/** An exit code and when it is given. */
export type ExitCodeLine = readonly [code: number, meaning: string]

const always: readonly ExitCodeLine[] = [
  [0, 'done'],
  [1, 'unexpected failure'],
  [2, 'wrong usage or configuration'],
  [130, 'interrupted (Ctrl-C)'],
  [143, 'terminated'],
]

/** The end of a command's help: examples, then every exit code it can give. Codes in `special` replace the usual ones. */
export function helpEpilogue(examples: readonly Example[], special: readonly ExitCodeLine[]): string {
  const codes = new Map([...always, ...special])
  const sorted = [...codes].sort(([a], [b]) => a - b).map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`)
  return `\n${exampleLines(examples)}\n\nExit codes:\n${sorted.join('\n')}`
}

/** Examples as a block: the purpose stands above its command, so that long lines can be copied whole. */
export function exampleLines(examples: readonly Example[]): string {
  const lines = examples.map(([command, purpose]) => `  # ${purpose}\n  ${command}`)
  return `Examples:\n${lines.join('\n')}`
}
