import { PgsafeError } from '../errors.ts'
import { formatCommand } from './format-command.ts'

interface Undoable {
  readonly id: string
  readonly target: { readonly systemIdentifier: string; readonly name: string }
  readonly backupId: string | null
  readonly keptDatabase: object | null
}

/**
 * The step that `undo` reverses: the one named, else the newest of this database that left something to go back to. An undo
 * is such a step itself, so a second undo reverses the first. Throws `nothing-to-restore`.
 */
export function chooseUndo<Entry extends Undoable>(
  chain: readonly Entry[],
  lineage: { readonly systemIdentifier: string; readonly name: string },
  id: string | undefined,
): Entry {
  const ours = chain.filter(
    ({ target }) => target.systemIdentifier === lineage.systemIdentifier && target.name === lineage.name,
  )
  const found = ours.findLast((entry) =>
    id === undefined ? entry.backupId !== null || entry.keptDatabase !== null : entry.id === id,
  )
  if (found !== undefined) return found
  const what = id === undefined ? 'nothing was replaced that could be put back' : `there is no step "${id}" to undo`
  throw new PgsafeError('nothing-to-restore', `${what} for "${lineage.name}"`, {
    hint:
      ofAnother(chain, lineage, id) ??
      elsewhere(chain, lineage) ??
      'pgsafe undo --list shows the steps, pgsafe list the backups',
  })
}

/** The step that was named is one of another database on this server. */
function ofAnother<Entry extends Undoable>(
  chain: readonly Entry[],
  { systemIdentifier }: Entry['target'],
  id: string | undefined,
): string | undefined {
  const named = chain.find((entry) => entry.id === id && entry.target.systemIdentifier === systemIdentifier)
  return named === undefined
    ? undefined
    : `it is one of another database: ${formatCommand(['pgsafe', 'undo', named.id, '--to', named.target.name])}`
}

/** The database's server was made anew, as by `docker compose down -v`: what was kept on it is gone, backups are not. */
function elsewhere<Entry extends Undoable>(
  chain: readonly Entry[],
  { systemIdentifier, name }: Entry['target'],
): string | undefined {
  const newest = chain.findLast(({ target, backupId }) => target.name === name && backupId !== null)
  if (newest === undefined || newest.target.systemIdentifier === systemIdentifier) return undefined
  return `a "${name}" of another server, or of this one before it was made anew, has a backup: pgsafe restore --id ${String(newest.backupId)} --force-target`
}
