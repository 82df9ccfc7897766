import { torture } from './frame/torture.ts'
import { killBackups } from './kills/kill-backups.ts'
import { killGuards } from './kills/kill-guards.ts'
import { killPrunes } from './kills/kill-prunes.ts'
import { killRestores } from './kills/kill-restores.ts'
import { terminateSessions } from './kills/terminate-sessions.ts'

torture('SIGKILL during backup', { full: 100, short: 1 }, killBackups)
torture('SIGKILL during restore and undo', { full: 100, short: 1 }, killRestores)
torture('SIGKILL during prune', { full: 50, short: 1 }, killPrunes)
torture('SIGKILL during guard', { full: 50, short: 1 }, killGuards)
torture('pg_terminate_backend during restore', { full: 20, short: 0 }, terminateSessions)
