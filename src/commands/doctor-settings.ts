import { describeCaller, type Caller } from '../domain/caller.ts'
import { describeTarget } from '../domain/target.ts'
import type { Setting } from '../config/settings.ts'
import type { DoctorCheck } from '../ui/messages/doctor-messages.ts'
import type { Run } from './open-run.ts'

/** Where each setting came from: most surprises begin with a `.env` that nobody thought of. */
export function checkSettings({ settings, target, caller }: Run): DoctorCheck[] {
  const { retention } = settings
  const rows: [string, Setting<unknown>][] = [
    ['Backup directory', settings.directory],
    ['Format', settings.format],
    ['Compression', settings.compression],
    ['Retention (days)', retention.days],
    ['Prune after a backup', retention.afterBackup],
    ['Skip prompts', settings.skipPrompt],
  ]
  return [
    { title: 'Project', status: 'info', detail: settings.projectRoot },
    { title: 'Config file', status: 'info', detail: settings.configFile ?? 'none' },
    { title: '.env', status: 'info', detail: settings.envFile ?? 'none' },
    { title: 'Run by', status: 'info', detail: describeRunner(caller) },
    { title: 'Database', status: 'info', detail: `${describeTarget(target)} (from ${target.source})` },
    ...rows.map(([title, { value, source }]): DoctorCheck => ({
      title,
      status: 'info',
      detail: `${String(value)} (${source})`,
    })),
  ]
}

function describeRunner(caller: Caller): string {
  if (caller.kind === 'person') return 'a person'
  const found = describeCaller(caller)
  return caller.kind === 'agent' ? `an AI agent (${found})` : `a person, or an AI agent (${found})`
}
