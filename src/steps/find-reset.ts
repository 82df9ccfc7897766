import { projectFiles } from '../config/project-files.ts'
import type { Settings } from '../config/settings.ts'
import { chooseReset } from '../domain/reset/choose-reset.ts'
import type { ResetPlan } from '../domain/reset/reset-step.ts'

/** What a reset of this project does. Reads files, runs nothing. Throws `invalid-setting` when that is not certain. */
export function findReset({ reset, projectRoot }: Settings): ResetPlan {
  return chooseReset({ ...reset, project: projectFiles(projectRoot) })
}
