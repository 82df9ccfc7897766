import { isPgsafeError } from '../errors.ts'
import { dropDatabase } from '../postgres/side-database.ts'
import { findStrayDatabases, type StrayDatabase } from '../steps/find-stray-databases.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import { asWarning } from './as-warning.ts'
import type { Place } from './clear-dead-runs.ts'
import { confirmTidying, type Asking } from './confirm-tidying.ts'

export interface Strays {
  /** Nobody is connected, yet nothing here says whose they are. */
  readonly unsure: readonly StrayDatabase[]
  /** Left alone. */
  readonly inUse: readonly StrayDatabase[]
}

/** Half-built databases on the server that no journal of this store names. */
export async function findStrays(ctx: Context, { run, at }: Place): Promise<Strays> {
  const strays = await findStrayDatabases(ctx, { store: run.store, at })
  return { unsure: strays.filter(({ inUse }) => !inUse), inUse: strays.filter(({ inUse }) => inUse) }
}

interface Dropping extends Asking {
  readonly place: Place
  readonly strays: Strays
}

/** Asks, and drops what nobody is connected to. A no, or nobody to ask, leaves them where they are. */
export async function dropStrays(
  ctx: Context,
  { place, strays: { unsure, inUse }, flags, caller }: Dropping,
): Promise<{ readonly dropped: readonly string[]; readonly remaining: readonly StrayDatabase[] }> {
  if (unsure.length === 0 || !(await mayDrop(ctx, unsure, { caller, flags }))) {
    return { dropped: [], remaining: [...unsure, ...inUse] }
  }
  const dropped: string[] = []
  for (const { name } of unsure) {
    const gone = await asWarning(ctx, messages.strayRemains(name), () => dropDatabase(ctx, place.at, name))
    if (gone) dropped.push(name)
  }
  return { dropped, remaining: [...unsure.filter(({ name }) => !dropped.includes(name)), ...inUse] }
}

async function mayDrop(ctx: Context, unsure: readonly StrayDatabase[], { caller, flags }: Asking): Promise<boolean> {
  ctx.ui.say(messages.strayDatabases(unsure))
  try {
    await confirmTidying(ctx, { action: 'recover', flags, caller, question: messages.dropStrays(unsure.length) })
    return true
  } catch (error) {
    // Nothing depends on them: left alone they only take space.
    if (isPgsafeError(error, 'refused') || isPgsafeError(error, 'consent-needed')) return false
    throw error
  }
}
