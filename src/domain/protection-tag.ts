/** Stands in a protected database's comment, which its owner may write and every role of the server can read. */
export const protectionTag = '[pgsafe:protected]'

/** Whether a database's comment carries the mark, wherever its owner has moved it to. */
export function isProtected(comment: string | null): boolean {
  return comment?.includes(protectionTag) === true
}

/**
 * The comment with or without the mark; the user's own text stays byte for byte. For a restore: the backup's comment, and
 * whether the database that it replaces is protected *now*. null when nothing is left.
 */
export function withProtection(comment: string | null, protectedNow: boolean): string | null {
  if (isProtected(comment) === protectedNow) return comment
  const text = comment ?? ''
  if (protectedNow) return text === '' ? protectionTag : `${text}\n${protectionTag}`
  const own = text.endsWith(`\n${protectionTag}`) ? text.slice(0, -protectionTag.length - 1) : text
  const rest = own.replaceAll(protectionTag, '')
  return rest === '' ? null : rest
}

/** The comment without the mark, for people. */
export function ownComment(comment: string | null): string | null {
  return withProtection(comment, false)
}
