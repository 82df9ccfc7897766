import { classifyMetaCommand } from '../domain/command/classify-meta-command.ts'
import { classifyStatement } from '../domain/command/classify-statement.ts'
import { guessStatement } from '../domain/command/guess-statement.ts'
import { type PsqlPiece, splitPsqlScript } from '../domain/command/psql-script.ts'
import type { SqlVerdict } from '../domain/command/sql-finding.ts'
import { parseSql } from './parse-sql.ts'

/** What an SQL text, as psql would read it, does to data. Nothing is run. Never throws for what the text says. */
export async function inspectSql(sql: string): Promise<SqlVerdict> {
  const verdicts: SqlVerdict[] = []
  for (const piece of splitPsqlScript(sql)) verdicts.push(await inspectPiece(piece))
  return {
    findings: verdicts.flatMap(({ findings }) => findings),
    reasons: [...new Set(verdicts.flatMap(({ reasons }) => reasons))],
  }
}

/** Rows as a dump made with --inserts has them by the thousand: literals only, so nothing can be destroyed. */
function onlyAddsRows(sql: string): boolean {
  const rows = /^insert\s+into\s[^']*?\bvalues\b(.*)$/is.exec(sql)?.[1]
  return rows !== undefined && !/[\w"]\s*\(|\b(?:select|conflict)\b/i.test(rows)
}

async function inspectPiece(piece: PsqlPiece): Promise<SqlVerdict> {
  if (piece.kind === 'meta') {
    const reason = classifyMetaCommand(piece.name, piece.args)
    return { findings: [], reasons: reason === undefined ? [] : [reason] }
  }
  if (onlyAddsRows(piece.text)) return { findings: [], reasons: [] }
  const statements = await parseSql(piece.text)
  if (statements === undefined) {
    return { findings: guessStatement(piece.text), reasons: ['a statement could not be parsed: judged by its words'] }
  }
  const reasons = piece.hasVariables ? ['psql variables stand in it, whose values are not known'] : []
  return { findings: statements.flatMap(classifyStatement), reasons }
}
