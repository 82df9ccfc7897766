import { devinFile, strongMarkers, weakMarkers, type AgentMarker } from './agent-markers.ts'

/** Variables by name. */
type Variables = Readonly<Record<string, string | undefined>>

export interface AgentFacts {
  /** Whether the file exists that only Devin's machines have. */
  readonly devinFile: boolean
  /** Whether a person could type here. */
  readonly terminal: boolean
}

/** `name` is the agent's, `marker` what gave it away: names of variables or a file, never their values. */
export type DetectedAgent =
  { readonly kind: 'agent' | 'maybe'; readonly name: string; readonly marker: string } | { readonly kind: 'none' }

/**
 * Whether an AI agent runs this. `agent`: a marker that nothing else sets. `maybe`: one that people have as well, for whom
 * a wrong guess must never mean that they are locked out.
 */
export function detectAgent(env: Variables, facts: AgentFacts): DetectedAgent {
  const strong = strongMarkers.find((marker) => fits(marker, env, facts))
  if (strong !== undefined) return { kind: 'agent', name: strong.agent, marker: namesOf(strong) }
  if (facts.devinFile) return { kind: 'agent', name: 'Devin', marker: devinFile }
  const weak = weakMarkers.find((marker) => fits(marker, env, facts))
  return weak === undefined ? { kind: 'none' } : { kind: 'maybe', name: weak.agent, marker: namesOf(weak) }
}

function fits({ variables, withoutTerminal }: AgentMarker, env: Variables, { terminal }: AgentFacts): boolean {
  if (withoutTerminal === true && terminal) return false
  return Object.entries(variables).every(([name, pattern]) => pattern.test(env[name] ?? ''))
}

function namesOf({ variables }: AgentMarker): string {
  return Object.keys(variables).join(' and ')
}
