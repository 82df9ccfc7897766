import { parseAclItem } from './acl-item.ts'
import type { DatabaseProperties } from './manifest.ts'
import { formatSettingClause, settingName } from './setting-clause.ts'
import { quoteIdentifier, sqlLiteral } from './sql-text.ts'

/** One property to set on a new database. */
export interface PropertyChange {
  /** In plain words, and the key by which findUnapplied names it again: "owner app", "setting work_mem". */
  readonly what: string
  readonly statements: readonly string[]
}

/**
 * What makes a new database, which we own, like the one the properties were read from. The owner comes after everything that only
 * an owner may do, then the grants (in the grantors' names), and last what would hinder us or a DROP.
 */
export function planPropertyChanges(database: string, wanted: DatabaseProperties): PropertyChange[] {
  const name = quoteIdentifier(database)
  const owner = quoteIdentifier(wanted.owner)
  const asOwner = (statement: string) => [`SET ROLE ${owner}`, statement, 'RESET ROLE']
  const changes: (PropertyChange | false)[] = [
    ...wanted.settings.map((entry) => settingChange(name, entry)),
    ...wanted.securityLabels.map(({ provider, label }) => ({
      what: `security label of ${provider}`,
      statements: [`SECURITY LABEL FOR ${quoteIdentifier(provider)} ON DATABASE ${name} IS ${sqlLiteral(label)}`],
    })),
    wanted.comment !== null && {
      what: 'comment',
      statements: [`COMMENT ON DATABASE ${name} IS ${sqlLiteral(wanted.comment)}`],
    },
    wanted.connectionLimit !== -1 && {
      what: `connection limit ${wanted.connectionLimit}`,
      statements: [`ALTER DATABASE ${name} CONNECTION LIMIT ${wanted.connectionLimit}`],
    },
    { what: `owner ${wanted.owner}`, statements: [`ALTER DATABASE ${name} OWNER TO ${owner}`] },
    ...grantChanges(name, wanted),
    wanted.isTemplate && { what: 'mark as template', statements: asOwner(`ALTER DATABASE ${name} IS_TEMPLATE true`) },
    !wanted.allowConnections && {
      what: 'ban on connections',
      statements: asOwner(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`),
    },
  ]
  return changes.filter((change) => change !== false)
}

/** What the server still has differently, in the words of planPropertyChanges. */
export function findUnapplied(wanted: DatabaseProperties, actual: DatabaseProperties): string[] {
  const settings = new Set(actual.settings.map((entry) => JSON.stringify([entry.role, entry.setting])))
  const labels = new Set(actual.securityLabels.map((entry) => JSON.stringify([entry.provider, entry.label])))
  const differing: (string | false)[] = [
    actual.owner !== wanted.owner && `owner ${wanted.owner}`,
    ...unappliedGrants(wanted.acl, actual.acl),
    actual.tablespace !== wanted.tablespace && `tablespace ${wanted.tablespace}`,
    actual.connectionLimit !== wanted.connectionLimit && `connection limit ${wanted.connectionLimit}`,
    actual.comment !== wanted.comment && 'comment',
    ...wanted.settings.map((s) => !settings.has(JSON.stringify([s.role, s.setting])) && describeSetting(s)),
    ...wanted.securityLabels.map(
      (l) => !labels.has(JSON.stringify([l.provider, l.label])) && `security label of ${l.provider}`,
    ),
    actual.isTemplate !== wanted.isTemplate && 'mark as template',
    actual.allowConnections !== wanted.allowConnections && 'ban on connections',
  ]
  return differing.filter((what) => what !== false)
}

type Setting = DatabaseProperties['settings'][number]

function describeSetting({ role, setting }: Setting): string {
  return `setting ${settingName(setting)}${role === null ? '' : ` of role ${role}`}`
}

function settingChange(database: string, entry: Setting): PropertyChange {
  const of =
    entry.role === null ? `DATABASE ${database}` : `ROLE ${quoteIdentifier(entry.role)} IN DATABASE ${database}`
  return { what: describeSetting(entry), statements: [`ALTER ${of} SET ${formatSettingClause(entry.setting)}`] }
}

/** Starts from nothing; the owner's own grants come first, because other grantors' rights to grant come from them. */
function grantChanges(database: string, { acl, owner }: DatabaseProperties): PropertyChange[] {
  if (acl === null) return []
  const revoke = ['PUBLIC', quoteIdentifier(owner)].map((role) => `REVOKE ALL ON DATABASE ${database} FROM ${role}`)
  const items = acl.flatMap((text) => {
    const item = parseAclItem(text)
    return item === undefined ? [] : [{ text, ...item }]
  })
  const ordered = [...items.filter((i) => i.grantor === owner), ...items.filter((i) => i.grantor !== owner)]
  const asOwner = (statements: string[]) => [`SET ROLE ${quoteIdentifier(owner)}`, ...statements, 'RESET ROLE']
  return [
    { what: 'default grants', statements: asOwner(revoke) },
    ...ordered.map((item) => ({
      what: `grant ${item.text}`,
      statements: [
        `SET ROLE ${quoteIdentifier(item.grantor)}`,
        ...item.privileges.map(
          ({ name, grantable }) =>
            `GRANT ${name} ON DATABASE ${database} TO ${item.grantee === null ? 'PUBLIC' : quoteIdentifier(item.grantee)}` +
            (grantable ? ' WITH GRANT OPTION' : ''),
        ),
        'RESET ROLE',
      ],
    })),
  ]
}

function unappliedGrants(wanted: readonly string[] | null, actual: readonly string[] | null): string[] {
  if (wanted === null) return []
  const missing = wanted.filter((item) => actual?.includes(item) !== true)
  const extra = (actual ?? []).filter((item) => !wanted.includes(item))
  return [
    ...missing.map((item) => `grant ${item}`),
    ...(extra.length > 0 && missing.length === 0 ? ['default grants'] : []),
  ]
}
