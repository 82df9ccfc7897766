import type { FoundVariable, LookUp } from './variables.ts'

/** A value that a configuration gives to one of its keys, once variables are looked up. */
export interface CodeValue {
  readonly value: string | undefined
  /** The variable it comes from; undefined for a text that stands there. */
  readonly variable: string | undefined
  readonly found: FoundVariable | undefined
}

const text = String.raw`(?:"([^"\n]*)"|'([^'\n]*)'|${'`([^`]*)`'})`
const inBrackets = String.raw`['"](\w+)['"]`
const reference = [
  String.raw`(?:process|import\.meta|Bun)\.env\.(\w+)`,
  String.raw`process\.env\[${inBrackets}\]`,
  String.raw`\benv\.([A-Z][A-Z0-9_]*)`,
  String.raw`(?:\benv|Deno\.env\.get|ENV\.fetch|getenv|requireEnv)\(\s*${inBrackets}`,
  String.raw`(?:ENV|environ)\[${inBrackets}\]`,
  String.raw`(?:environ\.get|env\.\w+|config|System\.(?:get_env|fetch_env!))\(\s*${inBrackets}`,
].join('|')
const wrapped = String.raw`(?:(?:Number|parseInt|String)\()?\s*(?:os\.)?`
const fallback = String.raw`\)?!?\s*(?:as string)?\s*(?:(?:\|\||\?\?|,)\s*(?:${text}|(\d+)))?\s*(?:,\s*10\s*)?\)*!?`
const variablePattern = new RegExp(`^${wrapped}(?:${reference})${fallback}$`)
const literalPattern = new RegExp(`^(?:${text}|(\\d+))$`)

/**
 * The value of a key where it is plainly written: a text, a number, or one variable with at most a fallback. Undefined
 * when the key is not there; a value of undefined when it is, but what it holds is not plain.
 */
export function readCodeValue(block: string, keys: readonly string[], lookUp: LookUp): CodeValue | undefined {
  const written = writtenValue(block, keys)
  if (written === undefined) return undefined
  const literal = literalPattern.exec(written)
  if (literal !== null && !written.includes('${')) {
    return { value: firstOf(literal.slice(1)), variable: undefined, found: undefined }
  }
  const match = variablePattern.exec(written)
  if (match === null) return { value: undefined, variable: undefined, found: undefined }
  const variable = firstOf(match.slice(1, 7)) ?? ''
  const found = lookUp(variable)
  return { value: found?.value ?? firstOf(match.slice(7)), variable, found }
}

/** What stands after the key; different things after the same keys are not plain. */
function writtenValue(block: string, keys: readonly string[]): string | undefined {
  const end = String.raw`\s*(?:[,;]?\s*$|[,;]?\s*\}|,\s*['"]?\w+['"]?\s*:)`
  const key = new RegExp(String.raw`(?:^|[\s{,(['"])(?:${keys.join('|')})['"]?\s*:\s*([^\n]*?)${end}`, 'gm')
  const values = new Set([...block.matchAll(key)].map((match) => match[1] ?? ''))
  return values.size > 1 ? '' : [...values][0]
}

function firstOf(groups: readonly (string | undefined)[]): string | undefined {
  return groups.find((group) => group !== undefined)
}
