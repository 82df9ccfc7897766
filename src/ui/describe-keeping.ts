import type { Engine } from '../domain/engine.ts'
import type { Space } from '../domain/space.ts'
import { describeSpace } from './describe-space.ts'

interface KeepingView {
  readonly engine: Engine
  /** The store's. */
  readonly directory: string
  /** For what will be kept: in the store, or for a snapshot on the server. undefined: nobody can tell. */
  readonly space: Space | undefined
}

/** What will be kept before anything is destroyed, and where. */
export function describeKeeping({ engine, directory, space }: KeepingView): string[] {
  const snapshot = 'A snapshot will be made first: a copy of the database on its own server'
  const room = space === undefined ? [] : [`Space: ${describeSpace(space)}`]
  if (engine === 'snapshot') return [`${snapshot}.`, ...room]
  const first =
    engine === 'dump' ? ['A verified backup will be made first, in:'] : [`${snapshot},`, 'and a verified backup in:']
  return [...first, `  ${directory}`, ...room]
}
