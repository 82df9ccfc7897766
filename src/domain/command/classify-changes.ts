import type { SqlFinding } from './sql-finding.ts'
import { child, children, isSqlNode, nameOf, type SqlNode, text } from './sql-node.ts'

/** `DROP TABLE a, b CASCADE`: a table or schema takes its rows along; what else is dropped can be created again. */
export function classifyDrop(node: SqlNode): SqlFinding {
  const kind = text(node, 'removeType').replace('OBJECT_', '').toLowerCase().replaceAll('_', ' ')
  const cascade = text(node, 'behavior') === 'DROP_CASCADE' ? ' with everything that depends on it' : ''
  return {
    severity: kind === 'table' || kind === 'schema' ? 'all' : 'some',
    what: `drop ${kind} ${children(node, 'objects').map(nameOf).join(', ')}${cascade}`,
  }
}

const alterations: Readonly<Record<string, string>> = {
  AT_DropColumn: 'drop column',
  AT_AlterColumnType: 'change the type of column',
  AT_DropConstraint: 'drop constraint',
  AT_DetachPartition: 'detach a partition',
  AT_DisableRowSecurity: 'disable row security',
}

/** `ALTER TABLE … DROP COLUMN …`; undefined when nothing of it loses anything. */
export function classifyAlter(node: SqlNode): SqlFinding | undefined {
  const table = nameOf(child(node, 'relation'))
  const losses = children(node, 'cmds')
    .map((command) => child(command, 'AlterTableCmd'))
    .flatMap((command) => {
      const loss = alterations[text(command, 'subtype')]
      return loss === undefined ? [] : [`${loss} ${text(command, 'name')}`.trim()]
    })
  return losses.length === 0 ? undefined : { severity: 'some', what: `${losses.join(', ')} of ${table}` }
}

/** DELETE and UPDATE: all rows, or those that fit. */
export function classifyWrite(verb: 'delete' | 'update') {
  return (node: SqlNode): SqlFinding => {
    const table = nameOf(child(node, 'relation'))
    const which = isAlwaysTrue(node['whereClause']) ? 'every row' : 'rows'
    return { severity: 'some', what: `${verb} ${which} of ${table}` }
  }
}

/** No WHERE, `WHERE true`, `WHERE 1 = 1`. */
function isAlwaysTrue(where: unknown): boolean {
  if (!isSqlNode(where)) return true
  const constant = child(where, 'A_Const')
  if ('boolval' in constant) return child(constant, 'boolval')['boolval'] === true
  const comparison = child(where, 'A_Expr')
  const operator = children(comparison, 'name').map(nameOf).join()
  return operator === '=' && isSame(comparison['lexpr'], comparison['rexpr'])
}

/** The same constant on both sides, wherever it stands in the text. */
function isSame(left: unknown, right: unknown): boolean {
  if (!isSqlNode(left) || !('A_Const' in left)) return false
  const value = (node: unknown) => JSON.stringify(node, (key, part: unknown) => (key === 'location' ? undefined : part))
  return value(left) === value(right)
}
