import { isSqlNode, type SqlNode } from '../domain/command/sql-node.ts'

/**
 * PostgreSQL's own parser (version 17, as WebAssembly): the statements of an SQL text; undefined where the parser refuses
 * the text or cannot be loaded. Loaded on first use, because most commands never need it.
 */
export async function parseSql(sql: string): Promise<SqlNode[] | undefined> {
  try {
    const { parse } = await import('./postgres-parser.ts')
    const tree: unknown = await parse(sql)
    const statements = isSqlNode(tree) && Array.isArray(tree['stmts']) ? tree['stmts'].filter(isSqlNode) : []
    return statements.map(({ stmt }) => stmt).filter(isSqlNode)
  } catch (error) {
    // A syntax error, or no WebAssembly here: the caller falls back to looking at the words.
    if (error instanceof Error) return undefined
    throw error
  }
}
