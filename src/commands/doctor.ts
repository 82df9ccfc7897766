import type { GlobalFlags } from '../config/global-flags.ts'
import { ExitCode, PgsafeError } from '../errors.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'
import type { DoctorCheck } from '../ui/messages/doctor-messages.ts'
import { checkServer } from './doctor-server.ts'
import { checkSettings } from './doctor-settings.ts'
import { checkStore } from './doctor-store.ts'
import { checkTools } from './doctor-tools.ts'
import { openRun } from './open-run.ts'

/** `pgsafe doctor`: everything that could stop a backup or a restore, each with its remedy. Exit code 3 when a backup would be stopped. */
export async function runDoctor(ctx: Context, flags: GlobalFlags): Promise<number> {
  const checks = await examine(ctx, flags)
  const ok = checks.every(({ status }) => status !== 'fail')
  ctx.ui.result({ checks, ok }, () => ctx.ui.data(messages.doctorReport(checks)))
  return ok ? ExitCode.ok : ExitCode.preflight
}

/** Without settings there is no server and no store to look at, but the tools can still be. */
async function examine(ctx: Context, flags: GlobalFlags): Promise<DoctorCheck[]> {
  const tools = await checkTools(ctx)
  const run = await attempt('Configuration', () => openRun(ctx, flags))
  if ('status' in run) return [run, ...tools]
  const groups = [
    checkSettings(run),
    tools,
    await guarded('Server', () => checkServer(ctx, run)),
    await guarded('Store', () => checkStore(ctx, run)),
  ]
  return groups.flat()
}

async function guarded(title: string, check: () => Promise<DoctorCheck[]>): Promise<DoctorCheck[]> {
  const found = await attempt(title, check)
  return Array.isArray(found) ? found : [found]
}

/** A check that throws is a check that failed: its error says why, its hint what to do. */
async function attempt<T>(title: string, action: () => Promise<T>): Promise<T | DoctorCheck> {
  try {
    return await action()
  } catch (error) {
    if (!(error instanceof PgsafeError) || error.code === 'interrupted' || error.code === 'terminated') throw error
    return { title, status: 'fail', detail: error.message, remedy: error.hint }
  }
}
