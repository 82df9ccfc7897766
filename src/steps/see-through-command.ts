import { resolve } from 'node:path'
import { packageScripts } from '../config/package-scripts.ts'
import { seeThrough } from '../domain/command/see-through.ts'
import type { Segment } from '../domain/command/segment.ts'

/** The commands that will really run, launchers and package scripts followed. Reads package.json only. `directory` is absolute. */
export function seeThroughCommand(command: readonly string[], directory: string): Segment[] {
  return seeThrough(command, directory, { packageScripts, resolvePath: resolve })
}
