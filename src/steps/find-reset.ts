import { projectFiles } from '../config/project-files.ts'
import type { Settings } from '../config/settings.ts'
import { chooseReset } from '../domain/reset/choose-reset.ts'
import type { ResetPlan } from '../domain/reset/reset-step.ts'
import { readSchemaParameter } from '../domain/reset/read-schema-parameter.ts'
import type { Target } from '../domain/target.ts'

interface Finding {
  readonly settings: Settings
  readonly target: Target
}

/** What a reset of this project does. Reads files, runs nothing. Throws `invalid-setting` when that is not certain. */
export function findReset({ settings: { reset, projectRoot }, target }: Finding): ResetPlan {
  const project = { ...projectFiles(projectRoot), urlSchema: readSchemaParameter(target.url) }
  return chooseReset({ ...reset, project })
}
