import type { Engine } from '../domain/engine.ts'

interface KeepingView {
  readonly engine: Engine
  /** The store's. */
  readonly directory: string
}

/** What will be kept before anything is destroyed, and where. */
export function describeKeeping({ engine, directory }: KeepingView): string[] {
  const snapshot = 'A snapshot will be made first: a copy of the database on its own server'
  if (engine === 'snapshot') return [`${snapshot}.`]
  const backup = ['A verified backup will be made first, in:', `  ${directory}`]
  return engine === 'dump' ? backup : [`${snapshot},`, 'and a verified backup in:', `  ${directory}`]
}
