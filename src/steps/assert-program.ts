import { accessSync, constants } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'

/**
 * Whether a program can be started in `directory`: found as run-command.ts will, in node_modules/.bin upward and then on the
 * PATH. Throws `command-not-found`. Windows finds programs by more rules than are worth repeating: there it is left to the run.
 */
export function assertProgram(ctx: Pick<Context, 'env'>, program: string, directory: string): void {
  if (process.platform === 'win32') return
  const folders = [...localFolders(directory), ...(ctx.env['PATH'] ?? '').split(delimiter)]
  const paths = program.includes('/') ? [resolve(directory, program)] : folders.map((folder) => join(folder, program))
  if (paths.some(mayRun)) return
  throw new PgsafeError('command-not-found', `command not found: ${program}`, {
    hint: 'nothing was dropped: install it (npm install?), or say with reset.command what to run',
  })
}

function localFolders(directory: string): string[] {
  const above = dirname(directory)
  return [join(directory, 'node_modules/.bin'), ...(above === directory ? [] : localFolders(above))]
}

function mayRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}
