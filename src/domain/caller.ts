import type { DetectedAgent } from './detect-agent.ts'

/** `--agent`: look for markers, take an agent for granted, or say that a person runs this. */
export type AgentSetting = 'auto' | 'yes' | 'no'

/** Who runs pgsafe, as far as can be known. */
export type Caller =
  | { readonly kind: 'person' }
  /**
   * `agent`: never asked, and needs a person's approval for what is not plainly safe. `maybe-agent`: there is a marker that
   * people have as well. `denied-agent`: `--agent no` against a marker that only agents have, in a terminal.
   */
  | { readonly kind: 'agent' | 'maybe-agent' | 'denied-agent'; readonly name: string; readonly marker: string }

interface CallerFacts {
  readonly setting: { readonly value: AgentSetting; readonly source: string }
  readonly detected: DetectedAgent
  /** Whether a person can be asked. */
  readonly terminal: boolean
}

/**
 * Weighs the setting against the markers. An agent could say `--agent no` as well as a person: against a strong marker it
 * counts only in a terminal, where the questions must then be answered by hand.
 */
export function decideCaller({ setting, detected, terminal }: CallerFacts): Caller {
  if (setting.value === 'yes') {
    return { kind: 'agent', name: detected.kind === 'none' ? 'an agent' : detected.name, marker: setting.source }
  }
  if (detected.kind === 'none') return { kind: 'person' }
  const { name, marker } = detected
  if (detected.kind === 'agent') {
    return { kind: setting.value === 'no' && terminal ? 'denied-agent' : 'agent', name, marker }
  }
  return setting.value === 'no' ? { kind: 'person' } : { kind: 'maybe-agent', name, marker }
}

/** "Claude Code: CLAUDECODE", for people. */
export function describeCaller(caller: Exclude<Caller, { readonly kind: 'person' }>): string {
  return `${caller.name}: ${caller.marker}`
}
