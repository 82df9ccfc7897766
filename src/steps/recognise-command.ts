import { describeEffects } from '../domain/command/describe-effects.ts'
import { judgeBySql } from '../domain/command/judge-by-sql.ts'
import { type JudgedSegment, recogniseSegment } from '../domain/command/recognise-segment.ts'
import type { Recognised, RecognisedSegment } from '../domain/command/recognised.ts'
import type { Segment } from '../domain/command/segment.ts'
import { worstOf } from '../domain/command/severity.ts'
import type { SqlVerdict } from '../domain/command/sql-finding.ts'
import { inspectSql } from '../sql/inspect-sql.ts'
import { readSqlSource } from '../sql/read-sql-source.ts'
import type { Context } from '../system/context.ts'

/**
 * What the commands of a command line would destroy, judged by the catalogue and by the SQL they are given. Runs nothing
 * and connects to nothing; reads SQL files. What it cannot know counts as destructive.
 */
export async function recogniseCommand(ctx: Pick<Context, 'env'>, seen: readonly Segment[]): Promise<Recognised> {
  const segments: RecognisedSegment[] = []
  for (const segment of seen) {
    for (const judged of recogniseSegment(segment, ctx.env)) segments.push(await readIntoSql(judged, segment))
  }
  return {
    severity: worstOf(segments.map(({ severity }) => severity)),
    recognised: segments.every(({ recognised }) => recognised),
    segments,
    effects: describeEffects(segments),
    reasons: [...new Set(segments.flatMap(({ title, reasons }) => reasons.map((reason) => `${title}: ${reason}`)))],
  }
}

async function readIntoSql({ known, sql }: JudgedSegment, segment: Segment): Promise<RecognisedSegment> {
  if (sql.length === 0) return known
  const verdicts: SqlVerdict[] = []
  for (const { text, reason } of (await Promise.all(sql.map((source) => readSqlSource(source, segment)))).flat()) {
    const { findings, reasons } = await inspectSql(text)
    verdicts.push({ findings, reasons: reason === undefined ? reasons : [reason, ...reasons] })
  }
  return judgeBySql(known, {
    findings: verdicts.flatMap(({ findings }) => findings),
    reasons: [...new Set(verdicts.flatMap(({ reasons }) => reasons))],
  })
}
