import type { RetentionPolicy } from '../domain/retention.ts'
import type { Settings } from './settings.ts'

/** The settings' retention as the plain values that applyRetention takes. */
export function retentionPolicy({ retention }: Settings): RetentionPolicy {
  return {
    days: retention.days.value,
    keepLast: retention.keepLast.value,
    keepDaily: retention.keepDaily.value,
    keepWeekly: retention.keepWeekly.value,
    keepMonthly: retention.keepMonthly.value,
  }
}
