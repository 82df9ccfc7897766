import { isPgsafeError, PgsafeError } from '../errors.ts'
import { writeFailureLog } from '../store/failure-log.ts'
import type { Context } from '../system/context.ts'
import { explainBySwap } from './explain-by-swap.ts'
import type { Run } from './open-run.ts'

/** Codes that explain themselves: nobody needs a log of having said no. */
const plain = [
  'refused',
  'consent-needed',
  'needs-approval',
  'nothing-to-restore',
  'no-such-backup',
  'interrupted',
  'terminated',
  'locked',
]

/** Runs `action`; when it fails, leaves a redacted log in the store and names it in the error. The swap of another run is no failure: `locked`. */
export async function withFailureLog<T>(ctx: Context, run: Run, action: () => Promise<T>): Promise<T> {
  try {
    return await explainBySwap(run, action)
  } catch (error) {
    if (!isPgsafeError(error) || plain.includes(error.code)) throw error
    const log = await leaveLog(ctx, run, error)
    if (log === undefined) throw error
    throw new PgsafeError(error.code, error.message, {
      log,
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    })
  }
}

/** The log is a courtesy: that it could not be written (no store, full disk) must not hide the error itself. */
async function leaveLog(ctx: Context, run: Run, error: PgsafeError): Promise<string | undefined> {
  try {
    return await writeFailureLog(run.store, { now: ctx.now(), lines: describe(error), secrets: secretsOf(run) })
  } catch (problem) {
    ctx.ui.detail(`no log was written: ${problem instanceof Error ? problem.message : String(problem)}`)
    return undefined
  }
}

function describe(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)]
  const lines = [error.stack ?? error.message]
  return error.cause === undefined ? lines : [...lines, 'caused by:', ...describe(error.cause)]
}

function secretsOf({ target }: Run): string[] {
  const targets = target.restoreAs === undefined ? [target] : [target, target.restoreAs]
  return targets.flatMap(({ params, url }) => [params['password'], url]).filter((secret) => secret !== undefined)
}
