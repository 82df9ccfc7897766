import { torture } from './frame/torture.ts'
import { backupDuringPrune } from './races/backup-during-prune.ts'
import { crowdOfRuns } from './races/crowd.ts'
import { oneHolderAtATime } from './races/one-holder.ts'
import { refusedSwaps } from './races/refused-swaps.ts'
import { restoreDuringBackup } from './races/restore-during-backup.ts'
import { swapsUnderClients } from './races/swaps-under-clients.ts'
import { twoGuards } from './races/two-guards.ts'

torture('processes that compete for one lock', { full: 60, short: 1 }, oneHolderAtATime)
torture('two guards at once', { full: 20, short: 1 }, twoGuards)
torture('a backup during a prune', { full: 20, short: 0 }, backupDuringPrune)
torture('a restore during a backup', { full: 20, short: 0 }, restoreDuringBackup)
torture('forty runs in ten seconds', { full: 3, short: 0 }, crowdOfRuns)
torture('swaps under eight clients that reconnect', { full: 100, short: 0 }, swapsUnderClients)
torture('swaps that this role may not do', { full: 10, short: 0 }, refusedSwaps)
