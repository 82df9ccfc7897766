import { doubtsAbout, type JudgedCommand } from '../domain/command-target/judge-target.ts'
import { isPgsafe } from '../domain/command/is-pgsafe.ts'
import { redactText } from '../domain/redact.ts'
import { describeTarget } from '../domain/target.ts'
import { PgsafeError } from '../errors.ts'
import type { Database } from '../postgres/database.ts'
import { lockedBySwap } from '../store/swapping-run.ts'
import type { Context } from '../system/context.ts'
import type { Segment } from '../domain/command/segment.ts'
import { guardedEnvironment } from './guarded-environment.ts'
import { judgeCommandTarget } from './judge-command-target.ts'
import type { Run } from './open-run.ts'

interface Aiming {
  readonly run: Run
  /** The commands that will really run. */
  readonly segments: readonly Segment[]
  readonly database: Database
}

/**
 * Finds the database that the command itself will act on, and proves on the servers whether it is the one that is backed
 * up (promise 2). Throws `other-database` when it provably is another: a backup of the wrong database saves nobody.
 */
export async function aimCommand(ctx: Context, { run, segments, database }: Aiming): Promise<JudgedCommand> {
  const env = { ...ctx.env, ...guardedEnvironment(run, { runId: '' }) }
  const aim = await judgeCommandTarget(ctx, {
    database,
    segments: segments.filter((segment) => !isPgsafe(segment)),
    env,
  })
  // Neither "it cannot be reached" nor "there is no such database" means anything while the database is renamed.
  const locked = doubtsAbout(aim).length === 0 ? undefined : await lockedBySwap(run.store)
  if (locked !== undefined) throw locked
  const explanation = aim.explanation.map((line) => redactText(line))
  if (aim.verdict !== 'different') return { ...aim, explanation }
  const ours = describeTarget(run.target)
  throw new PgsafeError(
    'other-database',
    `the command acts on ${aim.other ?? 'another database'}, but ${ours} would be backed up`,
    { hint: `give pgsafe the command's own database with --url (${explanation.join('; ')})` },
  )
}
