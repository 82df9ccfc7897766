import { decisive, type DangerSign } from './danger-sign.ts'
import { productionValue } from './danger-signs.ts'
import { formatCount } from './format-count.ts'
import { isOtherMachine } from './is-other-machine.ts'
import { locallyRun, managedRoles, managedSettings } from './managed-marks.ts'

/** Sessions of other clients in the target's database, by where they come from. */
export interface ClientSessions {
  /** As the server sees it; null for sockets, and where this role may not know. */
  readonly address: string | null
  readonly application: string
  readonly sessions: number
}

/** What a server says of itself. A sign that could not be asked is undefined. */
export interface ServerSigns {
  /** Of managedRoles, those that exist. */
  readonly roles?: readonly string[]
  /** Of managedSettings, those that exist. */
  readonly settings?: readonly string[]
  readonly clients?: readonly ClientSessions[]
  /** Servers that follow this one, by application name. */
  readonly standbys?: readonly string[]
  /** archive_mode */
  readonly archive?: string
  /** Whether the server offers TLS. */
  readonly tls?: boolean
  /** Whether it follows another one. */
  readonly inRecovery?: boolean
  /** What Rails has stored in this database, over all its schemas. */
  readonly railsEnvironments?: readonly string[]
}

export interface SeenFrom {
  /** How its host is known: this machine (or a tunnel on it), by a managed service's name, or otherwise. */
  readonly host: 'local' | 'managed' | 'other'
  /** Ours, as the server sees it; null over a socket. */
  readonly ownAddress: string | null
  /** The server's own. */
  readonly serverAddress: string | null
}

/** The signs that only the server can give: they show through tunnels, where every host is localhost. */
export function findServerSigns(server: ServerSigns, from: SeenFrom): DangerSign[] {
  return [
    ...managedSigns(server, from),
    ...railsSigns(server.railsEnvironments ?? []),
    ...clientSigns(server.clients ?? [], from),
    ...standbySigns(server),
    ...archiveSigns(server.archive ?? 'off'),
  ]
}

/** Where the host's name says it already this is the same evidence; where the host is this machine it proves a tunnel. */
function managedSigns(server: ServerSigns, { host }: SeenFrom): DangerSign[] {
  if (host === 'managed') return []
  const marks = [
    ...(server.roles ?? []).map((role) => ({ provider: managedRoles[role], mark: `the role ${role}` })),
    ...(server.settings ?? []).map((name) => ({ provider: managedSettings[name], mark: `the settings ${name}.*` })),
  ]
  const onOwnMachine = host === 'local' && server.tls !== true && (server.archive ?? 'off') === 'off'
  const real = marks.filter(({ provider }) => !(onOwnMachine && locallyRun.has(provider ?? '')))
  return [...new Set(real.map(({ provider }) => provider ?? ''))].map((provider) => {
    const found = real.filter((mark) => mark.provider === provider).map(({ mark }) => mark)
    const through = host === 'local' ? ': this is a tunnel to it' : ''
    return {
      about: 'managed',
      points: host === 'local' ? decisive : 40,
      reason: `the server is managed by ${provider} (it has ${found.join(' and ')})${through}`,
    }
  })
}

/** Rails refuses to destroy a database that says production; staging is nobody's own machine either. */
function railsSigns(environments: readonly string[]): DangerSign[] {
  return environments
    .filter((name) => !['development', 'test', ''].includes(name.toLowerCase()))
    .map((name) => ({
      about: 'rails',
      points: productionValue.test(name.toLowerCase()) ? decisive : 25,
      reason: `Rails has stored the environment "${name}" in it`,
    }))
}

function clientSigns(clients: readonly ClientSessions[], { ownAddress, serverAddress }: SeenFrom): DangerSign[] {
  const others = clients.filter(({ address }) => isOtherMachine(address, { ownAddress, serverAddress }))
  if (others.length === 0) return []
  const count = others.reduce((sum, { sessions }) => sum + sessions, 0)
  const addresses = [...new Set(others.map(({ address }) => address ?? ''))]
  const applications = [...new Set(others.map(({ application }) => application))].filter((name) => name !== '')
  const names = applications.length === 0 ? '' : `: ${firstOf(applications)}`
  const reason = `${formatCount(count, 'session')} from other machines (${firstOf(addresses)})${names}`
  return [{ about: 'clients', points: 25, reason }]
}

function standbySigns({ standbys = [], inRecovery = false }: ServerSigns): DangerSign[] {
  const names = standbys.filter((name) => name !== '')
  const followers: DangerSign = {
    about: 'standbys',
    points: 25,
    reason: `${formatCount(standbys.length, 'standby', 'standbys')} ${standbys.length === 1 ? 'follows' : 'follow'} the server${names.length === 0 ? '' : ` (${firstOf(names)})`}`,
  }
  const follower: DangerSign = { about: 'standby', points: 25, reason: 'the server is itself the standby of another' }
  return [...(standbys.length === 0 ? [] : [followers]), ...(inRecovery ? [follower] : [])]
}

function archiveSigns(mode: string): DangerSign[] {
  if (mode === 'off') return []
  return [{ about: 'archive', points: 25, reason: `the server archives what is written (archive_mode is ${mode})` }]
}

function firstOf(names: readonly string[], shown = 3): string {
  const more = names.length - shown
  return names.slice(0, shown).join(', ') + (more > 0 ? ` and ${String(more)} more` : '')
}
