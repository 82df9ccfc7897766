import { findClientTools } from '../postgres/find-client-tools.ts'
import type { Context } from '../system/context.ts'

/** Begins the search that every run makes once; its result is kept for whoever asks. */
export async function lookForTools(ctx: Context): Promise<void> {
  await findClientTools(ctx)
}
