import { basename } from 'node:path'
import { it } from 'vitest'
import { describeMachine } from './machine.ts'
import { quick } from './options.ts'
import { progress } from './progress.ts'
import { recordResult, type Row } from './result.ts'
import { withWorkspace, type Workspace } from './workspace.ts'

export interface Measuring extends Workspace {
  /** One line of the table. */
  readonly row: (row: Row) => void
}

const fourHours = 4 * 3_600_000

/** A measurement is one test; when it cannot be made, that is its result, and the others are made all the same. */
export function measure(title: string, rounds: number, action: (measuring: Measuring) => Promise<void>): void {
  it(title, { timeout: fourHours }, async ({ task }) => {
    const part = basename(task.file.name, '.part.ts')
    progress(`${part}: ${title}`)
    const started = performance.now()
    const rows: Row[] = []
    let failure: unknown
    try {
      await withWorkspace((workspace) => action({ ...workspace, row: (row) => rows.push(row) }))
    } catch (error) {
      failure = error
    }
    recordResult({
      part,
      title,
      at: new Date().toISOString(),
      quick,
      machine: await describeMachine(),
      rounds,
      rows,
      failure: failure === undefined ? null : messageOf(failure),
      tookSeconds: Math.round((performance.now() - started) / 1000),
    })
    if (failure !== undefined) throw failure
  })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
