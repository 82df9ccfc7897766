import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { MadeBackup, Project } from './project.ts'

/** One backup for many tests that damage it: made at the first call, whole again at each. */
export function wholeBackup(project: () => Project, flags: readonly string[]): () => Promise<MadeBackup> {
  let made: MadeBackup | undefined
  return async () => {
    const { directory } = project()
    const aside = join(directory, `whole${flags.join('')}`)
    if (made === undefined) {
      made = await project().backup(...flags)
      copyBackup(made.path, aside)
    }
    copyBackup(aside, made.path)
    return made
  }
}

function copyBackup(from: string, to: string): void {
  for (const ending of ['', '.json']) {
    rmSync(to + ending, { recursive: true, force: true })
    cpSync(from + ending, to + ending, { recursive: true })
  }
}
