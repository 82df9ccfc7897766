import type { ErrorCode } from '../errors.ts'

/** A failure that libpq, the server or a tool has words (or an SQLSTATE) for. */
export interface KnownFailure {
  /** Matched against the whole stderr. */
  readonly pattern: RegExp
  readonly code: ErrorCode
  /** Its code whatever the stage; otherwise that of the stage while dumping or restoring. */
  readonly always?: true
  /** The beginning of the message; the tool's own line follows. */
  readonly says: (described: string) => string
  readonly hint: string
}

/** The server never let us in: nothing was begun, in any stage. */
const noEntry: readonly KnownFailure[] = [
  {
    pattern: /server version mismatch|unsupported version \([\d.]+\) in file header/,
    code: 'client-too-old',
    always: true,
    says: (described) => `PostgreSQL's client programs are too old for ${described}`,
    hint: 'install the client programs of the newer version; pgsafe doctor shows what is here and how',
  },
  {
    pattern: /no password supplied/,
    code: 'authentication-failed',
    always: true,
    says: (described) => `${described} wants a password`,
    hint: 'put the password into the URL, into PGPASSWORD, or into your passfile (~/.pgpass)',
  },
  {
    pattern: /no pg_hba\.conf entry/,
    code: 'authentication-failed',
    always: true,
    says: (described) =>
      `the server of ${described} does not accept this user, database, address and encryption together`,
    hint: 'check user, database and sslmode in the URL; what is allowed stands in pg_hba.conf on the server',
  },
  {
    pattern: /FATAL: +role "[\s\S]*?" does not exist/,
    code: 'authentication-failed',
    always: true,
    says: (described) => `the user of ${described} does not exist`,
    hint: "check the user in the URL; without one, libpq takes the name of the operating system's user",
  },
  {
    pattern: /\b(?:authentication failed|28P01: |is not permitted to log in|authentication method requirement)/i,
    code: 'authentication-failed',
    always: true,
    says: (described) => `the server refused to log in to ${described}`,
    hint: 'check user and password in the URL; percent-encode special characters of the password',
  },
  {
    pattern: /FATAL: +database "[\s\S]*?" does not exist/,
    code: 'database-missing',
    always: true,
    says: (described) => `the database of ${described} is not there`,
    hint: "check the database's name in the URL; psql -l lists those that exist",
  },
  {
    pattern: /is not currently accepting connections/,
    code: 'server-unsuitable',
    always: true,
    says: (described) => `${described} is closed to connections`,
    hint: 'a superuser opens it with ALTER DATABASE … ALLOW_CONNECTIONS true',
  },
]

const noAnswer: readonly KnownFailure[] = [
  {
    pattern: /Connection refused|No such file or directory\s+Is the server running|\(0x0000274D\/10061\)/,
    code: 'connection-refused',
    always: true,
    says: (described) => `no server answers at ${described}`,
    hint: 'start the server, or check host and port in the URL',
  },
  {
    pattern: /could not translate host name|could not look up|could not parse network address/,
    code: 'connection-failed',
    always: true,
    says: (described) => `the host of ${described} is unknown`,
    hint: 'check the host in the URL and that this machine can resolve it',
  },
  {
    pattern: /timeout expired|(?:Connection|Operation) timed out|Network is unreachable|No route to host|Host is down/,
    code: 'connection-failed',
    always: true,
    says: (described) => `the server of ${described} cannot be reached`,
    hint: 'check host, port, VPN and firewall; connect_timeout in the URL waits longer',
  },
  {
    pattern: /the database system is |too many connections|too many clients|remaining connection slots|53300: /,
    code: 'connection-failed',
    always: true,
    says: (described) => `the server of ${described} takes no connection at the moment`,
    hint: 'wait until it is up or has a free connection, then run again',
  },
  {
    pattern:
      /server does not support SSL|SSL error|certificate verify failed|root certificate file|server certificate for/,
    code: 'connection-failed',
    always: true,
    says: (described) => `no TLS connection to ${described}`,
    hint: 'check sslmode and sslrootcert in the URL against what the server offers',
  },
]

const duringWork: readonly KnownFailure[] = [
  {
    pattern: /No space left on device|53100: |Disk quota exceeded/i,
    code: 'disk-full',
    says: (described) => `the disk is full (${described})`,
    hint: 'free space where the message points to (here or on the server), then run again',
  },
  {
    pattern: /row-level security/,
    code: 'insufficient-rights',
    says: (described) => `row-level security hides rows of ${described}`,
    hint: "connect as the tables' owner or as a role with BYPASSRLS, so that the backup holds every row",
  },
  {
    pattern: /(?:55006|55P03): |due to lock timeout|is being accessed by other users/,
    code: 'database-busy',
    says: (described) => `other sessions are using ${described}`,
    hint: 'let those sessions end, then run again',
  },
  {
    pattern: /due to statement timeout/,
    code: 'database-busy',
    says: (described) => `${described} took too long`,
    hint: 'another session may hold a lock; let it end, then run again',
  },
  {
    pattern: /could not open extension control file|extension "[\s\S]*?" is not available/,
    code: 'server-unsuitable',
    says: (described) => `the server of ${described} lacks an extension`,
    hint: "install that extension's package on the server, then run again",
  },
  {
    pattern: /ERROR: +(?:42704: )?role "[\s\S]*?" does not exist/,
    code: 'server-unsuitable',
    says: (described) => `a role that owns something does not exist on the server of ${described}`,
    hint: 'create that role, or restore with --no-owner --no-acl',
  },
  {
    pattern: /42501: |permission denied|must be (?:owner|member|superuser|able to SET ROLE)/i,
    code: 'insufficient-rights',
    says: (described) => `the role lacks a right on ${described}`,
    hint: 'connect as the owner or a superuser, or grant what is missing; pgsafe doctor checks the rights',
  },
  {
    pattern:
      /server closed the connection|terminating connection|connection to server was lost|could not receive data from server/,
    code: 'connection-failed',
    says: (described) => `the connection to ${described} was lost`,
    hint: "look into the server's log for the reason, then run again",
  },
  {
    pattern:
      /pg_restore: error: .*(?:valid archive|magic string|end of file|could not (?:read|uncompress|decompress)|corrupt)/,
    code: 'verification-failed',
    says: (described) => `the file of ${described} is damaged`,
    hint: 'use another backup; pgsafe list shows them',
  },
]

/** The first whose pattern matches wins. */
export const knownFailures: readonly KnownFailure[] = [...noEntry, ...noAnswer, ...duringWork]
