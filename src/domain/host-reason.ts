import { ciVariables, clusterVariables, composeServices, localHosts, managedHosts } from './danger-signs.ts'

/** Environment variables by name. */
export type Surroundings = Readonly<Record<string, string | undefined>>

/** Why this host (a name, an address, a socket's directory, '' for libpq's default) is not this machine; undefined when it is. */
export function hostReason(address: string, env: Surroundings): string | undefined {
  const provider = managerOf(address)
  if (provider !== undefined) return `"${address}" is managed by ${provider}`
  const host = plainHost(address)
  if (localHosts.some((pattern) => pattern.test(host)) || isServiceContainer(host, env)) return undefined
  if (isPrivateAddress(host)) return `"${address}" is an address of a private network`
  return `"${address}" is not this machine`
}

/** The managed service that a host's name gives away. */
export function managerOf(address: string): string | undefined {
  const host = plainHost(address)
  return managedHosts.find(([, pattern]) => pattern.test(host))?.[0]
}

/** Lower-cased, without the dot that ends a fully qualified name. */
export function plainHost(address: string): string {
  return address.toLowerCase().replace(/\.$/, '')
}

/** Libpq's default, a socket's directory, or an abstract socket. */
export function isSocket(host: string): boolean {
  return /^(?:$|[/@]|[a-z]:[\\/])/i.test(host)
}

/** In CI every name without a dot is a container of the job; elsewhere only what compose files usually call a database. */
function isServiceContainer(host: string, env: Surroundings): boolean {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '' && env[name] !== 'false'
  if (!/^[a-z][a-z\d_-]*$/.test(host)) return false
  if (ciVariables.some(isSet)) return true
  return composeServices.has(host) && !clusterVariables.some(isSet)
}

/** RFC 1918, link-local and unique local addresses: some other machine, perhaps everybody's. */
function isPrivateAddress(host: string): boolean {
  return /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|f[cd][\da-f]{2}:|fe[89ab][\da-f]:)/.test(host)
}
