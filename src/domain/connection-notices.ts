/** What is said about a URL that was taken, but not word for word. One sentence each, no secrets. */
export const connectionNotices = {
  noVerify: 'sslmode=no-verify became sslmode=require: encrypted, without checking the server’s certificate',
  requireTls: 'libpq has no such ssl setting as the URL’s: it became sslmode=require',
  sslidentity: 'sslidentity (a PKCS#12 file) means nothing to libpq and was dropped: use sslcert and sslkey',
  prismaSslcert: 'sslcert was read as Prisma reads it, as the server’s root certificate: sslrootcert',
  unwanted: (keyword: string, why: string) => `the URL's parameter ${keyword} was dropped: ${why}`,
  unknown: (keyword: string) =>
    /^[A-Za-z_][\w.-]{0,62}$/.test(keyword)
      ? `the URL's parameter ${keyword} is not known to libpq and was dropped`
      : 'a parameter of the URL is not known to libpq and was dropped',
  databaseFromUser: (database: string) =>
    `the URL names no database: PostgreSQL's default is the one called like the user, "${database}"`,
  databaseFromVariable: (database: string) => `the URL names no database: PGDATABASE says "${database}"`,
  urlInArguments:
    'a URL given with --url can be read by every process on this machine: put it into PGSAFE_DATABASE_URL instead',
  urlInConfig: (file: string) =>
    `${file} holds a database URL, and with it a password that is easily committed: put it into a variable instead`,
} as const
