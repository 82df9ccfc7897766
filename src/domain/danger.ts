import {
  developmentWord,
  environmentVariables,
  managedPorts,
  managedUsers,
  platformVariables,
  productionValue,
  productionWord,
} from './danger-signs.ts'
import { decisive, weighSigns, type Danger, type DangerSign } from './danger-sign.ts'
import { hostReason, isSocket, managerOf, type Surroundings } from './host-reason.ts'

export type { Danger, DangerLevel } from './danger-sign.ts'

export interface DangerInput {
  /** libpq's host and hostaddr: several are separated by commas. */
  readonly host: string | undefined
  readonly hostaddr: string | undefined
  readonly port: string | undefined
  readonly database: string
  readonly user: string | undefined
  /** libpq's sslmode. */
  readonly sslmode?: string | undefined
  readonly env: Surroundings
}

/**
 * Judges a target by what can be known without asking the server. Doubt counts as remote: an address of a private
 * network is, and so is a name that nothing marks as local.
 */
export function assessDanger(input: DangerInput): Danger {
  return weighSigns(findDangerSigns(input))
}

/** The signs that need no server. None is about `host` exactly when every host and address is this machine. */
export function findDangerSigns(input: DangerInput): DangerSign[] {
  const hosts = hostSigns(input)
  const local = hosts.length === 0
  return [
    ...namesOf(input),
    ...environmentSigns(input.env),
    ...hosts,
    ...tunnelSigns(input),
    ...(local ? localSigns(input) : []),
    ...platformSigns(input.env),
  ]
}

function namesOf({ database, user, host }: DangerInput): DangerSign[] {
  const named = [
    ['database', database],
    ['user', user],
    ['host', host],
  ] as const
  return named
    .filter(([, name]) => name !== undefined && productionWord.test(name.toLowerCase()))
    .map(([what, name]) => ({ about: 'name', points: decisive, reason: `the ${what} is called "${name ?? ''}"` }))
}

function environmentSigns(env: Surroundings): DangerSign[] {
  return environmentVariables
    .filter((name) => productionValue.test((env[name] ?? '').toLowerCase()))
    .map((name) => ({ about: 'environment', points: decisive, reason: `${name} is "${env[name] ?? ''}"` }))
}

/** Every host and every address must be local: libpq connects to whichever answers. */
function hostSigns({ host, hostaddr, env }: DangerInput): DangerSign[] {
  const addresses = [...(host ?? '').split(','), ...(hostaddr ?? '').split(',')]
  return addresses.flatMap((address): DangerSign[] => {
    const reason = hostReason(address, env)
    const points = managerOf(address) === undefined ? 25 : 40
    return reason === undefined ? [] : [{ about: 'host', points, reason }]
  })
}

/** A tunnel makes a managed service look like localhost, but not its roles and ports. */
function tunnelSigns({ user, port }: DangerInput): DangerSign[] {
  const provider = managedUsers.find(([, pattern]) => pattern.test((user ?? '').toLowerCase()))?.[0]
  const ports = (port ?? '').split(',').filter((number) => Object.hasOwn(managedPorts, number))
  const reasons = [
    ...(provider === undefined ? [] : [`"${user ?? ''}" is a role of ${provider}'s`]),
    ...ports.map((number) => `${number} is a port of ${managedPorts[number] ?? ''}'s`),
  ]
  return reasons.map((reason) => ({ about: 'tunnel', points: 40, reason }))
}

/** What counts only where the host is this machine: TLS that nobody needs there, and a name that only development uses. */
function localSigns({ host, sslmode, database }: DangerInput): DangerSign[] {
  const demandsTls = ['require', 'verify-ca', 'verify-full'].includes(sslmode ?? '')
  const tunnel: DangerSign = {
    about: 'tunnel',
    points: 25,
    reason: `sslmode is ${sslmode ?? ''} although the host is this machine: this may be a tunnel`,
  }
  const development: DangerSign = {
    about: 'development-name',
    points: -30,
    reason: `the database is called "${database}"`,
  }
  return [
    ...(demandsTls && !(host ?? '').split(',').every(isSocket) ? [tunnel] : []),
    ...(developmentWord.test(database.toLowerCase()) ? [development] : []),
  ]
}

function platformSigns(env: Surroundings): DangerSign[] {
  return Object.entries(platformVariables)
    .filter(([name]) => (env[name] ?? '') !== '')
    .map(([name, platform]) => ({
      about: 'platform',
      points: 25,
      reason: `this machine belongs to ${platform} (${name} is set)`,
    }))
}
