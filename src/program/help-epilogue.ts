/** A command line and what it is for. */
export type Example = readonly [command: string, purpose: string]
/** An exit code and when it is given. */
export type ExitCodeLine = readonly [code: number, meaning: string]

const common: readonly ExitCodeLine[] = [
  [0, 'done'],
  [1, 'unexpected failure'],
  [2, 'wrong usage or configuration'],
  [130, 'interrupted (Ctrl-C)'],
  [143, 'terminated'],
]

/** A command's own exit codes and those that every command can give; its own wording wins. */
export function withCommonCodes(own: readonly ExitCodeLine[]): readonly ExitCodeLine[] {
  return [...new Map([...common, ...own])].sort(([a], [b]) => a - b)
}

/** The end of a command's help: examples, then every exit code it can give. */
export function helpEpilogue(examples: readonly Example[], exitCodes: readonly ExitCodeLine[]): string {
  const codes = exitCodes.map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`)
  return `\n${exampleLines(examples)}\n\nExit codes:\n${codes.join('\n')}`
}

/** Examples as a block: the purpose stands above its command, so that long lines can be copied whole. */
export function exampleLines(examples: readonly Example[]): string {
  const lines = examples.map(([command, purpose]) => `  # ${purpose}\n  ${command}`)
  return `Examples:\n${lines.join('\n')}`
}
