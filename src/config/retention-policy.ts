import type { Caller } from '../domain/caller.ts'
import type { RetentionPolicy } from '../domain/retention.ts'
import type { Settings } from './settings.ts'

/** How long an agent cannot make retention remove what a destructive command would be undone from. */
const agentDays = 30

/** The settings' retention as the plain values that applyRetention takes. An agent may have changed them, or its project's. */
export function retentionPolicy({ retention }: Settings, caller: Caller): RetentionPolicy {
  return {
    days: retention.days.value,
    keepLast: retention.keepLast.value,
    keepDaily: retention.keepDaily.value,
    keepWeekly: retention.keepWeekly.value,
    keepMonthly: retention.keepMonthly.value,
    ...(caller.kind === 'person' ? {} : { keepDestructiveDays: agentDays }),
  }
}
