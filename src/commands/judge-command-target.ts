import type { Segment } from '../domain/command/segment.ts'
import {
  combineTargets,
  judgeTarget,
  type JudgedCommand,
  type JudgedTarget,
} from '../domain/command-target/judge-target.ts'
import type { Database } from '../postgres/database.ts'
import { proveSameDatabase } from '../steps/prove-same-database.ts'
import { resolveCommandTarget, type SegmentTarget } from '../steps/resolve-command-target.ts'
import type { Context, Environment } from '../system/context.ts'

interface Question {
  /** The database that is backed up. */
  readonly database: Database
  readonly segments: readonly Segment[]
  /** The child's environment, the variable that guard sets included. */
  readonly env: Environment
}

/**
 * Whether the wrapped command acts on the database that is backed up. Addresses are proved on the servers; every
 * connection is closed again before this returns.
 */
export async function judgeCommandTarget(ctx: Context, { database, segments, env }: Question): Promise<JudgedCommand> {
  const { url, variable } = database.target
  const pinned = url === undefined ? undefined : variable
  const judged: JudgedTarget[] = []
  for (const found of resolveCommandTarget({ segments, env, pinned })) {
    const one = await judgeOne(ctx, database, found)
    if (one !== undefined) judged.push(one)
  }
  return combineTargets(judged)
}

async function judgeOne(
  ctx: Context,
  ours: Database,
  { target, env }: SegmentTarget,
): Promise<JudgedTarget | undefined> {
  if (target.kind !== 'url') return judgeTarget(target, undefined)
  return judgeTarget(target, await proveSameDatabase(ctx, { ours, theirs: target, env }))
}
