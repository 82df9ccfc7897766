import { isSocket, plainHost } from './host-reason.ts'

/** `guard.allow` and `guard.deny`, as they are configured. */
export interface HostRules {
  readonly allow: readonly string[]
  readonly deny: readonly string[]
}

interface HostRule {
  readonly host: string
  /** undefined: any. */
  readonly database: string | undefined
}

/** What makes a rule: `host`, `*.domain`, and either with `/database`. A port is none of it, and no URL is. */
export const hostRulePattern = /^(?:(?:\*\.)?[^\s/*,@:[\]]+|[\da-fA-F:.]*:[\da-fA-F:.]*)(?:\/[^/]+)?$/

export interface RuledTarget {
  readonly host: string | undefined
  readonly hostaddr: string | undefined
  readonly database: string
}

/** How far the rules vouch for a target: the host alone, or this very database on it. */
export type Vouched = 'no' | 'host' | 'database'

/** The rule of `guard.deny` that a target falls under: libpq connects to whichever host answers, so one is enough. */
export function findDenied({ deny }: HostRules, target: RuledTarget): string | undefined {
  return deny.find((text) => hostsOf(target).some((host) => matches(parseRule(text), host, target.database)))
}

/** Whether `guard.allow` vouches for a target: for every host that libpq might connect to. */
export function findVouched({ allow }: HostRules, target: RuledTarget): Vouched {
  const rules = allow.map(parseRule)
  const byAll = (candidates: readonly HostRule[]) =>
    hostsOf(target).every((host) => candidates.some((rule) => matches(rule, host, target.database)))
  if (byAll(rules.filter(({ database }) => database !== undefined))) return 'database'
  return byAll(rules) ? 'host' : 'no'
}

function parseRule(text: string): HostRule {
  const slash = text.indexOf('/')
  const host = plainHost(slash === -1 ? text : text.slice(0, slash))
  return { host, database: slash === -1 ? undefined : text.slice(slash + 1) }
}

function hostsOf({ host, hostaddr }: RuledTarget): string[] {
  const addresses = hostaddr === undefined || hostaddr === '' ? [] : hostaddr.split(',')
  return host === undefined && addresses.length > 0 ? addresses : [...(host ?? '').split(','), ...addresses]
}

function matches(rule: HostRule, address: string, database: string): boolean {
  const host = plainHost(address)
  const names = isSocket(host) || /^(?:127\.|::1$)/.test(host) ? [host, 'localhost'] : [host]
  const fits = rule.host.startsWith('*.')
    ? names.some((name) => name.endsWith(rule.host.slice(1)) && name.length >= rule.host.length)
    : names.includes(rule.host)
  return fits && (rule.database === undefined || rule.database === database)
}
