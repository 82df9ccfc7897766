import { findDangerSigns, type DangerInput } from './danger.ts'
import { decisive, weighSigns, type Danger, type DangerSign, type SignSubject } from './danger-sign.ts'
import { findDenied, findVouched, type HostRules, type Vouched } from './host-rules.ts'
import { managerOf } from './host-reason.ts'
import { findServerSigns, type SeenFrom, type ServerSigns } from './server-danger.ts'

export interface TargetEvidence {
  readonly target: DangerInput
  readonly server: ServerSigns & Omit<SeenFrom, 'host'>
  readonly rules: HostRules
  /** Marked by `pgsafe protect`. */
  readonly protected: boolean
}

/**
 * The whole verdict on a target: names, host and surroundings, what the server says, and what people said of it.
 * `guard.allow` vouches for a host, never against what says production; `guard.deny` and `pgsafe protect` always count.
 */
export function assessTarget({ target, server, rules, protected: marked }: TargetEvidence): Danger {
  const own = findDangerSigns(target)
  const host = kindOfHost(target, own)
  const signs = [...own, ...findServerSigns(server, { ...server, host })]
  const excused = excusedBy(findVouched(rules, target), host)
  return weighSigns([
    ...(marked ? [protectedSign] : []),
    ...deniedSigns(rules, target),
    ...signs.filter(({ about }) => !excused.includes(about)),
  ])
}

const protectedSign: DangerSign = { about: 'mark', points: decisive, reason: 'it is marked by pgsafe protect' }

function kindOfHost({ host, hostaddr }: DangerInput, signs: readonly DangerSign[]): SeenFrom['host'] {
  if (!signs.some(({ about }) => about === 'host')) return 'local'
  const addresses = `${host ?? ''},${hostaddr ?? ''}`.split(',')
  return addresses.some((address) => managerOf(address) !== undefined) ? 'managed' : 'other'
}

/** "localhost is fine" says nothing of what a tunnel on it leads to; "this database on it is fine" does. */
function excusedBy(vouched: Vouched, host: SeenFrom['host']): readonly SignSubject[] {
  if (vouched === 'database') return ['host', 'tunnel', 'managed', 'clients', 'standbys', 'archive']
  if (vouched === 'no') return []
  return host === 'local' ? ['host'] : ['host', 'tunnel']
}

function deniedSigns(rules: HostRules, target: DangerInput): DangerSign[] {
  const rule = findDenied(rules, target)
  return rule === undefined ? [] : [{ about: 'refused-host', points: decisive, reason: `guard.deny has "${rule}"` }]
}
