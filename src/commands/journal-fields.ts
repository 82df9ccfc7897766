import { describeTarget } from '../domain/target.ts'
import type { ServerIdentity } from '../postgres/database.ts'
import type { JournalFields } from '../store/journal.ts'
import type { Context } from '../system/context.ts'
import type { Run } from './open-run.ts'

interface Beginning extends Pick<JournalFields, 'runId' | 'kind'> {
  readonly run: Pick<Run, 'target'>
  readonly server: Pick<ServerIdentity, 'systemIdentifier'>
}

/** What a run's journal says from its beginning to its end. */
export function journalFields(
  ctx: Pick<Context, 'now'>,
  { runId, kind, run: { target }, server: { systemIdentifier } }: Beginning,
): Omit<JournalFields, 'phase' | 'data'> {
  return {
    runId,
    kind,
    startedAt: ctx.now().toISOString(),
    target: { systemIdentifier, name: target.database, described: describeTarget(target) },
  }
}
