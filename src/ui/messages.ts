import { describeDanger } from './describe-danger.ts'
import { agentMessages } from './messages/agent-messages.ts'
import { backupMessages } from './messages/backup-messages.ts'
import { damageMessages } from './messages/damage-messages.ts'
import { demoMessages } from './messages/demo-messages.ts'
import { diffMessages } from './messages/diff-messages.ts'
import { doctorMessages } from './messages/doctor-messages.ts'
import { foreignMessages } from './messages/foreign-messages.ts'
import { guardMessages } from './messages/guard-messages.ts'
import { listMessages } from './messages/list-messages.ts'
import { protectMessages } from './messages/protect-messages.ts'
import { pruneMessages } from './messages/prune-messages.ts'
import { recoverMessages } from './messages/recover-messages.ts'
import { resetMessages } from './messages/reset-messages.ts'
import { restoreMessages } from './messages/restore-messages.ts'
import { snapshotMessages } from './messages/snapshot-messages.ts'
import { undoMessages } from './messages/undo-messages.ts'
import { verifyMessages } from './messages/verify-messages.ts'

/** Every sentence of the commands, pure: values in, text out. Error texts stand beside their throw. */
export const messages = {
  ...agentMessages,
  ...backupMessages,
  ...restoreMessages,
  ...foreignMessages,
  ...guardMessages,
  ...damageMessages,
  ...diffMessages,
  ...resetMessages,
  ...listMessages,
  ...snapshotMessages,
  ...protectMessages,
  ...pruneMessages,
  ...verifyMessages,
  ...doctorMessages,
  ...undoMessages,
  ...recoverMessages,
  ...demoMessages,

  dangerReasons: describeDanger,
  cancelled: 'Cancelled: nothing was changed.',
}
