import { classifyAlter, classifyDrop, classifyWrite } from './classify-changes.ts'
import { guessStatement } from './guess-statement.ts'
import type { SqlFinding } from './sql-finding.ts'
import { child, children, isSqlNode, nameOf, type SqlNode, text } from './sql-node.ts'

const rolesBelong = 'roles belong to the whole server, not to a database'

type Classifier = (node: SqlNode) => SqlFinding | undefined

/** What a kind of statement means; kinds that are missing here, and in `quiet`, are worth a look. */
const classifiers: Readonly<Record<string, Classifier>> = {
  DropdbStmt: (node) => ({ severity: 'database', what: `drop database ${text(node, 'dbname')}` }),
  DropTableSpaceStmt: (node) => ({
    severity: 'database',
    what: `drop tablespace ${text(node, 'tablespacename')}`,
    beyond: 'tablespaces belong to the whole server',
  }),
  DropOwnedStmt: (node) => ({
    severity: 'all',
    what: `drop everything that is owned by ${names(node, 'roles')}`,
    beyond: 'rights on shared objects, such as other databases, are revoked too',
  }),
  DropRoleStmt: (node) => ({ severity: 'some', what: `drop role ${names(node, 'roles')}`, beyond: rolesBelong }),
  AlterRoleStmt: (node) => ({
    severity: 'some',
    what: `change role ${nameOf(child(node, 'role'))}`,
    beyond: rolesBelong,
  }),
  AlterSystemStmt: () => ({
    severity: 'inspect',
    what: "change the server's settings",
    beyond: 'they hold for the whole server',
  }),
  DropSubscriptionStmt: (node) => ({ severity: 'some', what: `drop subscription ${text(node, 'subname')}` }),
  TruncateStmt: (node) => ({ severity: 'all', what: `empty ${names(node, 'relations')}` }),
  DropStmt: classifyDrop,
  AlterTableStmt: classifyAlter,
  DeleteStmt: classifyWrite('delete'),
  UpdateStmt: classifyWrite('update'),
  MergeStmt: (node) => ({ severity: 'some', what: `merge into ${nameOf(child(node, 'relation'))}` }),
  InsertStmt: (node) =>
    text(child(node, 'onConflictClause'), 'action') === 'ONCONFLICT_UPDATE'
      ? { severity: 'some', what: `overwrite rows of ${nameOf(child(node, 'relation'))} where they conflict` }
      : undefined,
  RenameStmt: (node) =>
    text(node, 'renameType') === 'OBJECT_DATABASE'
      ? { severity: 'some', what: `rename database ${text(node, 'subname')}` }
      : undefined,
  DoStmt: (node) =>
    lookInside(
      children(node, 'args')
        .map((arg) => child(arg, 'DefElem'))
        .map((arg) => nameOf(child(arg, 'arg')))
        .join('\n'),
    ),
  CallStmt: () => ({ severity: 'inspect', what: 'call a procedure' }),
  ExecuteStmt: () => ({ severity: 'inspect', what: 'execute a prepared statement' }),
  LoadStmt: () => ({ severity: 'inspect', what: 'load a library into the server' }),
  CopyStmt: (node) =>
    node['is_program'] === true ? { severity: 'inspect', what: 'run a program on the server' } : undefined,
  FuncCall: (node) => classifyCall(children(node, 'funcname').map(nameOf)),
}

/** Statements whose inner ones do not run now. */
const notRunNow = new Set(['CreateFunctionStmt', 'CreateTrigStmt'])

/** What one parsed statement does, including what stands in its CTEs; empty for what destroys nothing. */
export function classifyStatement(statement: SqlNode): SqlFinding[] {
  return Object.entries(statement).flatMap(([kind, value]): SqlFinding[] => {
    if (Array.isArray(value)) return value.filter(isSqlNode).flatMap(classifyStatement)
    if (!isSqlNode(value) || notRunNow.has(kind) || (kind === 'ExplainStmt' && !explainRuns(value))) return []
    const finding = Object.hasOwn(classifiers, kind) ? classifiers[kind]?.(value) : undefined
    return [...(finding === undefined ? [] : [finding]), ...classifyStatement(value)]
  })
}

function explainRuns(node: SqlNode): boolean {
  return children(node, 'options').some((option) => text(child(option, 'DefElem'), 'defname') === 'analyze')
}

/** The text of a DO block is code: what it says is looked for, what it builds at run time is not. */
function lookInside(code: string): SqlFinding {
  const found = guessStatement(code)
  return {
    severity: found[0]?.severity ?? 'inspect',
    what: ['run a code block', ...found.map(({ what }) => what)].join(': '),
  }
}

const tellingName = /drop|delete|truncate|reset|purge|wipe|clean|clear|setval|lo_unlink|dblink|xml$/i

/** A function may do anything; those of PostgreSQL's own are trusted unless their name tells otherwise. */
function classifyCall(name: readonly string[]): SqlFinding | undefined {
  const own = name.length > 1 && name[0] !== 'pg_catalog'
  if (!own && !tellingName.test(name.at(-1) ?? '')) return undefined
  return { severity: 'inspect', what: `call the function ${name.join('.')}` }
}

function names(node: SqlNode, field: string): string {
  return children(node, field).map(nameOf).join(', ')
}
