import { keptDatabaseName, sideDatabaseName } from '../domain/database-names.ts'
import type { ReachedServer } from '../steps/with-server.ts'
import { closeJournal, writeJournal } from '../store/journal.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import { journalFields } from './journal-fields.ts'
import type { Run } from './open-run.ts'

/** `building`: the target is untouched. `swapping`: old or new, the server knows. `recording`: the swap is done, undo has to learn of it. `in-place`: its one transaction runs. */
export type ReplacementPhase = 'building' | 'swapping' | 'recording' | 'in-place'

export interface RunJournal {
  /** On disk before the phase begins. */
  enter(phase: ReplacementPhase): Promise<void>
  /** Something is left over that only a later run can put right: the journal stays for it. */
  leaveOpen(): void
}

interface JournaledRun {
  readonly run: Run
  readonly server: ReachedServer
  readonly runId: string
  readonly kind: 'restore' | 'undo'
  /** The undo entry that an undo reverses. */
  readonly reverses: string | null
  readonly flags: { readonly analyze?: false }
}

/** While `action` runs, the store says what a crash would leave behind: doctor shows it, clearDeadRuns puts it right. */
export async function withRunJournal<T>(
  ctx: Context,
  { run, server, runId, kind, reverses, flags }: JournaledRun,
  action: (journal: RunJournal) => Promise<T>,
): Promise<T> {
  const fields = {
    ...journalFields(ctx, { runId, kind, run, server: server.maintenance.server }),
    data: {
      side: sideDatabaseName(runId),
      keptAs: server.database === undefined ? null : keptDatabaseName(runId),
      reverses,
      analyze: flags.analyze !== false,
    },
  }
  let done = true
  const journal: RunJournal = {
    enter: (phase) => writeJournal(run.store, { ...fields, phase }),
    leaveOpen: () => {
      done = false
    },
  }
  try {
    return await action(journal)
  } finally {
    if (done) await asWarning(ctx, messages.runNotClosed, () => closeJournal(run.store, runId))
  }
}
