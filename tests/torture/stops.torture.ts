import { torture } from './frame/torture.ts'
import { stopDuringRestore } from './stops/stop-during-restore.ts'

torture('an immediate stop of the server during restore and undo', { full: 20, short: 0 }, stopDuringRestore)
