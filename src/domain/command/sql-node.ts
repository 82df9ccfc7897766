/** A node of PostgreSQL's parse tree as libpg_query writes it: `{ DropStmt: { … } }`, lists as arrays. */
export type SqlNode = { readonly [key: string]: unknown }

export function isSqlNode(value: unknown): value is SqlNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A field that is a node; an empty one where it is missing. */
export function child(node: SqlNode, field: string): SqlNode {
  const value = node[field]
  return isSqlNode(value) ? value : {}
}

/** A field that is a list of nodes. */
export function children(node: SqlNode, field: string): SqlNode[] {
  const value = node[field]
  return Array.isArray(value) ? value.filter(isSqlNode) : []
}

/** A field that is a text; '' where it is missing. */
export function text(node: SqlNode, field: string): string {
  const value = node[field]
  return typeof value === 'string' ? value : ''
}

/** `schema.name`, from whatever kind of node names an object. */
export function nameOf(node: SqlNode): string {
  if ('sval' in node) return text(node, 'sval')
  if ('relname' in node)
    return [text(node, 'schemaname'), text(node, 'relname')].filter((part) => part !== '').join('.')
  if ('rolename' in node) return text(node, 'rolename')
  const lists = ['items', 'objname', 'names'].flatMap((field) => children(node, field))
  if (lists.length > 0) return lists.map(nameOf).join('.')
  const inner = Object.values(node).find(isSqlNode)
  return inner === undefined ? '' : nameOf(inner)
}
