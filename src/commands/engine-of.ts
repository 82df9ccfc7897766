import { decideEngine, type Engine } from '../domain/engine.ts'
import type { Run } from './open-run.ts'

/** How this run keeps what is there before its command. Only a person may go without a verified backup. */
export function engineOf(
  { settings, caller }: Run,
  { withRoles = false }: { readonly withRoles?: boolean } = {},
): Engine {
  return decideEngine(settings.engine.value, withRoles || caller.kind !== 'person')
}
