import { isPgsafeError, PgsafeError } from '../errors.ts'

/** Databases that servers come with, managed ones included (`defaultdb`). */
const maintenanceNames = ['postgres', 'template1', 'defaultdb']

/**
 * What `reach` makes of the first database beside `target` that it gets into: from there a target is created and renamed.
 * Throws `insufficient-rights` when it gets into none.
 */
export async function reachMaintenance<T>(target: string, reach: (name: string) => Promise<T>): Promise<T> {
  const names = maintenanceNames.filter((name) => name !== target)
  let firstProblem: unknown
  for (const name of names) {
    try {
      return await reach(name)
    } catch (error) {
      if (!isPgsafeError(error)) throw error
      firstProblem ??= error
    }
  }
  throw new PgsafeError('insufficient-rights', `no database beside "${target}" could be reached`, {
    hint: `a restore creates and renames databases from one of: ${names.join(', ')}; let this role connect to one of them`,
    cause: firstProblem,
  })
}
