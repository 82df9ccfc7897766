import { readFileSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { describeEffects } from '../domain/command/describe-effects.ts'
import { judgeBySql } from '../domain/command/judge-by-sql.ts'
import { type JudgedSegment, recogniseSegment } from '../domain/command/recognise-segment.ts'
import type { Recognised, RecognisedSegment } from '../domain/command/recognised.ts'
import { seeThrough } from '../domain/command/see-through.ts'
import type { PackageScripts, Segment } from '../domain/command/segment.ts'
import { worstOf } from '../domain/command/severity.ts'
import type { SqlVerdict } from '../domain/command/sql-finding.ts'
import { inspectSql } from '../sql/inspect-sql.ts'
import { readSqlSource } from '../sql/read-sql-source.ts'
import type { Context } from '../system/context.ts'

/**
 * What a command line would destroy, judged by the catalogue and by the SQL it is given. Runs nothing and connects to
 * nothing; reads package.json and SQL files. What it cannot know counts as destructive. `directory` is absolute.
 */
export async function recogniseCommand(
  ctx: Pick<Context, 'env'>,
  command: readonly string[],
  directory: string,
): Promise<Recognised> {
  const segments: RecognisedSegment[] = []
  for (const segment of seeThrough(command, directory, { packageScripts, resolvePath: resolve })) {
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

/** The nearest package.json that can be read, there or above. A broken one ends the search, as it does for npm. */
function packageScripts(directory: string): PackageScripts | undefined {
  for (let at = directory; ; at = dirname(at)) {
    const text = readText(join(at, 'package.json'))
    if (text !== undefined) return { directory: realpathSync(at), scripts: parseScripts(text) }
    if (at === dirname(at)) return undefined
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    // Missing, unreadable or no file: npm would look further up as well.
    if ((error as NodeJS.ErrnoException).code !== undefined) return undefined
    throw error
  }
}

function parseScripts(text: string): Record<string, string> {
  try {
    const { scripts } = JSON.parse(text) as { scripts?: Record<string, unknown> }
    return Object.fromEntries(
      Object.entries(scripts ?? {}).flatMap(([name, script]) => (typeof script === 'string' ? [[name, script]] : [])),
    )
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return {}
    throw error
  }
}
