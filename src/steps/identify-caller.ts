import { existsSync } from 'node:fs'
import { devinFile } from '../domain/agent-markers.ts'
import { decideCaller, type Caller } from '../domain/caller.ts'
import { detectAgent } from '../domain/detect-agent.ts'
import type { Settings } from '../config/settings.ts'
import type { Context } from '../system/context.ts'

/** Who runs this: a person, or an AI agent by its marks in the environment (docs/agents.md). */
export function identifyCaller(
  ctx: Pick<Context, 'env' | 'prompts'>,
  { agent: setting }: Pick<Settings, 'agent'>,
): Caller {
  const terminal = ctx.prompts.interactive
  const detected = detectAgent(ctx.env, { devinFile: existsSync(devinFile), terminal })
  return decideCaller({ setting, detected, terminal })
}
