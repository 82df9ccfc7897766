import type { Environment } from '../system/context.ts'

export interface ColorQuestion {
  /** false: --no-color */
  readonly color: boolean | undefined
  readonly env: Environment
  readonly isTerminal: boolean
}

/** `--no-color`, then NO_COLOR, then FORCE_COLOR, then whether the stream is a terminal that can show them. */
export function decideColors({ color, env, isTerminal }: ColorQuestion): boolean {
  if (color === false || filled(env['NO_COLOR'])) return false
  const forced = env['FORCE_COLOR']
  if (forced !== undefined) return forced !== '0' && forced !== 'false'
  return isTerminal && env['TERM'] !== 'dumb'
}

function filled(value: string | undefined): boolean {
  return value !== undefined && value !== ''
}
