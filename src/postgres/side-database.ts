import type { DatabaseProperties } from '../domain/manifest.ts'
import { quoteIdentifier, sqlLiteral } from '../domain/sql-text.ts'
import { isPgsafeError, PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import type { Database, SqlEndpoint } from './database.ts'
import { executeSql, queryRows } from './psql.ts'
import { readDatabaseProperties } from './read-database-properties.ts'
import { untilWorkEnded, withWorkSession } from './work-session.ts'

/** What CREATE DATABASE fixes for good; the rest comes with applyDatabaseProperties. */
type CreationProperties = Pick<
  DatabaseProperties,
  | 'owner'
  | 'tablespace'
  | 'encoding'
  | 'localeProvider'
  | 'collate'
  | 'ctype'
  | 'icuLocale'
  | 'icuRules'
  | 'collationVersion'
>

/**
 * An empty database from template0 with the encoding, locale and tablespace of the one it stands for (fact 5), and its owner if we
 * may speak for that role: then `public` belongs to the same role as in the dump. Otherwise it is ours.
 * Throws 'server-unsuitable' when the server lacks one of them, 'insufficient-rights' without CREATEDB.
 */
export async function createSideDatabase(
  ctx: Context,
  maintenance: Database,
  { name, properties }: { readonly name: string; readonly properties: CreationProperties },
): Promise<{ warnings: string[] }> {
  const { major } = maintenance.server
  const owner = (await maySpeakFor(ctx, maintenance, properties.owner))
    ? [`OWNER ${quoteIdentifier(properties.owner)}`]
    : []
  const sql = ['CREATE DATABASE', quoteIdentifier(name), ...owner, ...creationOptions(properties, major)].join(' ')
  try {
    await withWorkSession(ctx, maintenance, { databases: [name] }, (session) => session.execute(sql))
  } catch (error) {
    throw creationError(error, properties)
  }
  const wanted = properties.collationVersion
  if (wanted === null) return { warnings: [] }
  const { collationVersion } = await readDatabaseProperties(ctx, maintenance, name)
  if (collationVersion === null || wanted === collationVersion) return { warnings: [] }
  return {
    warnings: [
      `texts may sort differently: collation version ${wanted} in the backup, ${collationVersion} on this server`,
    ],
  }
}

/** Drops a database of ours, cutting its sessions. A missing one is fine. Runs to its end even after Ctrl-C. */
export async function dropDatabase(ctx: Context, maintenance: SqlEndpoint, name: string): Promise<void> {
  const [found] = await queryRows<{ template: boolean }>(
    ctx,
    maintenance,
    `SELECT datistemplate AS template FROM pg_database WHERE datname = ${sqlLiteral(name)}`,
    { uninterruptible: true },
  )
  const database = quoteIdentifier(name)
  const unmark = found?.template === true ? [`ALTER DATABASE ${database} IS_TEMPLATE false`] : []
  const statements = [...unmark, `DROP DATABASE IF EXISTS ${database} WITH (FORCE)`]
  await executeSql(ctx, maintenance, statements.join(';\n'), { uninterruptible: true })
}

/**
 * As dropDatabase, for one that the server may still be making, although its session or our psql is gone: then that ends first.
 * Runs to its end even after Ctrl-C.
 */
export async function dropUnfinished(ctx: Context, at: SqlEndpoint, name: string): Promise<void> {
  const steadily = { ...ctx, signal: new AbortController().signal }
  await untilWorkEnded(steadily, at, { databases: [name], end: true })
  await dropDatabase(steadily, at, name)
}

/** We need both: to give it away, and to act as its owner afterwards. Superusers may, if the role exists at all. */
async function maySpeakFor(ctx: Context, { server, ...at }: Database, role: string): Promise<boolean> {
  const become = server.major >= 16 ? 'SET' : 'MEMBER'
  const [row] = await queryRows<{ may: boolean }>(
    ctx,
    at,
    `SELECT pg_has_role(oid, '${become}') AND pg_has_role(oid, 'USAGE') AS may FROM pg_roles WHERE rolname = ${sqlLiteral(role)}`,
  )
  return row?.may === true
}

function creationOptions(properties: CreationProperties, major: number): string[] {
  const { encoding, collate, ctype, tablespace } = properties
  return [
    'TEMPLATE template0',
    `ENCODING ${sqlLiteral(encoding)}`,
    `LC_COLLATE ${sqlLiteral(collate)}`,
    `LC_CTYPE ${sqlLiteral(ctype)}`,
    ...(major >= 15 ? providerOptions(properties) : []),
    // Naming even the default one would ask for a right on it, which ordinary roles lack.
    ...(tablespace === 'pg_default' ? [] : [`TABLESPACE ${quoteIdentifier(tablespace)}`]),
  ]
}

/** Said even for libc: template0 itself may use another provider. */
function providerOptions({ localeProvider, icuLocale, icuRules }: CreationProperties): string[] {
  const locale = sqlLiteral(icuLocale ?? '')
  if (localeProvider === 'i') {
    return [
      'LOCALE_PROVIDER icu',
      `ICU_LOCALE ${locale}`,
      ...(icuRules === null ? [] : [`ICU_RULES ${sqlLiteral(icuRules)}`]),
    ]
  }
  return localeProvider === 'b' ? ['LOCALE_PROVIDER builtin', `BUILTIN_LOCALE ${locale}`] : ['LOCALE_PROVIDER libc']
}

function creationError(error: unknown, properties: CreationProperties): unknown {
  if (!isPgsafeError(error, 'unexpected')) return error
  const { encoding, collate, ctype, icuLocale, tablespace } = properties
  const locales = [...new Set([collate, ctype, icuLocale])].filter((locale) => locale !== null).join(', ')
  return new PgsafeError('server-unsuitable', `the server cannot create such a database: ${error.message}`, {
    hint: `it needs encoding ${encoding}, locale ${locales} and tablespace ${tablespace}; nothing was touched`,
    cause: error,
  })
}
