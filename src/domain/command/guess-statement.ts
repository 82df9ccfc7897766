import type { SqlFinding } from './sql-finding.ts'

const name = String.raw`(?:"(?:[^"]|"")+"|[\w$.]+)(?:\."(?:[^"]|"")+")?`

const patterns: readonly (readonly [RegExp, SqlFinding['severity'], string])[] = [
  [/\bdrop\s+database\s+(?:if\s+exists\s+)?/, 'database', 'drop database'],
  [/\bdrop\s+tablespace\s+/, 'database', 'drop tablespace'],
  [/\bdrop\s+owned\s+by\s+/, 'all', 'drop everything that is owned by'],
  [/\bdrop\s+schema\s+(?:if\s+exists\s+)?/, 'all', 'drop schema'],
  [/\bdrop\s+table\s+(?:if\s+exists\s+)?/, 'all', 'drop table'],
  [/\btruncate\s+(?:table\s+)?(?:only\s+)?/, 'all', 'empty'],
  [/\bdelete\s+from\s+(?:only\s+)?/, 'some', 'delete rows of'],
  [/(?<!for\s+(?:no\s+key\s+)?)\bupdate\s+(?:only\s+)?(?=\S+\s+(?:as\s+)?(?:\w+\s+)?set\b)/, 'some', 'update rows of'],
  [/\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?(?=[^;]*\bdrop\s+column)/, 'some', 'drop columns of'],
  [/\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?(?=[^;]*\btype\b)/, 'some', 'change column types of'],
  [
    /\bdrop\s+(?:materialized\s+view|view|type|function|extension|sequence|role|user|index)\s+(?:if\s+exists\s+)?/,
    'some',
    'drop',
  ],
]

/**
 * What an SQL text seems to do, by its words: for code blocks, and where the parser is of no use. Worst first. It misses
 * what is built at run time and may see a statement in a comment.
 */
export function guessStatement(sql: string): SqlFinding[] {
  const findings = patterns.flatMap(([pattern, severity, what]) => {
    const matches = sql.matchAll(new RegExp(pattern.source + `(?<object>${name})?`, 'gis'))
    return [...matches].map(({ groups }) => ({ severity, what: `${what} ${groups?.['object'] ?? ''}`.trim() }))
  })
  const distinct = findings.filter(({ what }, index) => findings.findIndex((other) => other.what === what) === index)
  return distinct
}
