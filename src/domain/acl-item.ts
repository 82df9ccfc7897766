/** One entry of pg_database.datacl: `grantee=privileges/grantor`. */
export interface AclItem {
  /** null: PUBLIC. */
  readonly grantee: string | null
  readonly grantor: string
  /** "CONNECT", "CREATE", "TEMPORARY", and whether the grantee may grant it on. */
  readonly privileges: readonly { readonly name: string; readonly grantable: boolean }[]
}

const privilegeNames: Readonly<Record<string, string>> = { C: 'CREATE', T: 'TEMPORARY', c: 'CONNECT' }

/** A role's name as the server prints it: bare, or quoted with inner quotes doubled. */
const name = String.raw`"(?:[^"]|"")*"|[^"=/]*`
const pattern = new RegExp(`^(${name})=([^/]*)/(${name})$`)

/** Parses aclitem's text. undefined for what is none, or names a privilege that databases do not have. */
export function parseAclItem(text: string): AclItem | undefined {
  const [, grantee, letters, grantor] = pattern.exec(text) ?? []
  if (grantee === undefined || letters === undefined || grantor === undefined) return undefined
  const found = [...letters.matchAll(/(.)(\*?)/g)].map(([, letter = '', star]) => ({
    name: privilegeNames[letter] ?? '',
    grantable: star === '*',
  }))
  if (found.some((privilege) => privilege.name === '')) return undefined
  return { grantee: grantee === '' ? null : unquote(grantee), grantor: unquote(grantor), privileges: found }
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text
}
