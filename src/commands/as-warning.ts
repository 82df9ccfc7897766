import type { Context } from '../system/context.ts'

/**
 * Runs what comes after the point of no return: the databases are swapped, or the wrapped command has ended. A failure there
 * is a warning, because an error would say that the work itself had failed. Returns whether it went well.
 */
export async function asWarning(ctx: Context, what: string, action: () => Promise<unknown>): Promise<boolean> {
  try {
    await action()
    return true
  } catch (error) {
    ctx.ui.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}
