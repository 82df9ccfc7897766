import {
  environmentVariables,
  managedPorts,
  managedUsers,
  platformVariables,
  productionValue,
  productionWord,
} from './danger-signs.ts'
import { hostReason, type Surroundings } from './host-reason.ts'

export type DangerLevel = 'local' | 'remote' | 'production'

export interface DangerInput {
  /** libpq's host and hostaddr: several are separated by commas. */
  readonly host: string | undefined
  readonly hostaddr: string | undefined
  readonly port: string | undefined
  readonly database: string
  readonly user: string | undefined
  readonly env: Surroundings
}

export interface Danger {
  readonly level: DangerLevel
  /** Why it is not local; empty when it is. Each reads on after "because". */
  readonly reasons: readonly string[]
}

/**
 * Judges a target by what can be known without asking the server. Doubt counts as remote: an address of a private
 * network is, and so is a name that nothing marks as local.
 */
export function assessDanger(input: DangerInput): Danger {
  const production = [...namesOf(input), ...environmentReasons(input.env)]
  const remote = [...hostReasons(input), ...tunnelReasons(input), ...platformReasons(input.env)]
  const level = production.length > 0 ? 'production' : remote.length > 0 ? 'remote' : 'local'
  return { level, reasons: [...new Set([...production, ...remote])] }
}

function namesOf({ database, user, host }: DangerInput): string[] {
  const reasons = [
    productionWord.test(database.toLowerCase()) ? `the database is called "${database}"` : undefined,
    user !== undefined && productionWord.test(user.toLowerCase()) ? `the user is called "${user}"` : undefined,
    host !== undefined && productionWord.test(host.toLowerCase()) ? `the host is called "${host}"` : undefined,
  ]
  return reasons.filter((reason) => reason !== undefined)
}

function environmentReasons(env: Surroundings): string[] {
  return environmentVariables
    .filter((name) => productionValue.test((env[name] ?? '').toLowerCase()))
    .map((name) => `${name} is "${env[name] ?? ''}"`)
}

/** Every host and every address must be local: libpq connects to whichever answers. */
function hostReasons({ host, hostaddr, env }: DangerInput): string[] {
  const addresses = [...(host ?? '').split(','), ...(hostaddr ?? '').split(',')]
  return addresses.map((address) => hostReason(address, env)).filter((reason) => reason !== undefined)
}

/** A tunnel makes a managed service look like localhost, but not its roles and ports. */
function tunnelReasons({ user, port }: DangerInput): string[] {
  const provider = managedUsers.find(([, pattern]) => pattern.test((user ?? '').toLowerCase()))?.[0]
  const ports = (port ?? '').split(',').filter((number) => Object.hasOwn(managedPorts, number))
  return [
    ...(provider === undefined ? [] : [`"${user ?? ''}" is a role of ${provider}'s`]),
    ...ports.map((number) => `${number} is a port of ${managedPorts[number] ?? ''}'s`),
  ]
}

function platformReasons(env: Surroundings): string[] {
  return Object.entries(platformVariables)
    .filter(([name]) => (env[name] ?? '') !== '')
    .map(([name, platform]) => `this machine belongs to ${platform} (${name} is set)`)
}
