interface Seen {
  /** Ours, as the server sees it. */
  readonly ownAddress: string | null
  readonly serverAddress: string | null
}

/**
 * Whether a client's address, as the server sees it, is another machine's. Containers beside the database's own are not:
 * the application of a compose project is on this machine too. null (a socket, or unknown) is not.
 */
export function isOtherMachine(address: string | null, { ownAddress, serverAddress }: Seen): boolean {
  if (address === null || isLoopback(address)) return false
  if (address === ownAddress || address === serverAddress) return false
  return !(serverAddress !== null && isContainer(serverAddress) && network(address) === network(serverAddress))
}

function isLoopback(address: string): boolean {
  return /^(?:127\.|::1$|::ffff:127\.)/.test(address)
}

/** Docker's networks (172.17 to 172.30; 172.31 is what clouds give out) and Podman's (10.88 and 10.89), each a /16. */
function isContainer(address: string): boolean {
  return /^(?:172\.(?:1[7-9]|2\d|30)|10\.8[89])\./.test(address)
}

function network(address: string): string {
  return address.split('.').slice(0, 2).join('.')
}
