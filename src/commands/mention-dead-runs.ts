import { readJournals } from '../store/journal.ts'
import type { Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'
// A list says it too, and does without all other sentences.
import { recoverMessages } from '../ui/messages/recover-messages.ts'

/** For a command that does not connect: says that killed runs left something, and what clears it away. Never fails. */
export async function mentionDeadRuns(ctx: Context, store: Store): Promise<void> {
  try {
    for (const journal of await readJournals(store))
      if (!journal.alive) ctx.ui.warn(recoverMessages.deadRunWaits(journal))
  } catch (error) {
    ctx.ui.warn(error instanceof Error ? error.message : String(error))
  }
}
