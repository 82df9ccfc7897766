import type { GlobalFlags } from '../config/global-flags.ts'
import { resolveSettings } from '../config/resolve-settings.ts'
import type { Settings } from '../config/settings.ts'
import type { Approval } from '../domain/approval.ts'
import type { Caller } from '../domain/caller.ts'
import { PgsafeError } from '../errors.ts'
import { confirmTarget } from '../steps/confirm-target.ts'
import { identifyCaller } from '../steps/identify-caller.ts'
import { findApproval, grantApproval } from '../store/approvals.ts'
import { openStore, type Store } from '../store/open-store.ts'
import type { Context } from '../system/context.ts'
import { messages } from '../ui/messages.ts'

/** `pgsafe approve`: a person reads what an agent wants to run, and lets it run once. Never connects to a server. */
export async function runApprove(ctx: Context, flags: GlobalFlags, id: string): Promise<void> {
  const { settings } = await resolveSettings(ctx, flags)
  const store = openStore(settings.directory.value)
  const caller = assertTerminal(ctx, settings)
  const request = await findRequest(ctx, store, id)
  // Also with --quiet: nobody approves what was not shown.
  ctx.ui.report(messages.approvalScreen(request, ctx.now()))
  if (flags.dryRun === true) return
  await confirmApproval(ctx, request, caller)
  // The question may have stood there for longer than it was good for.
  const approval = await grantApproval(store, await findRequest(ctx, store, id), ctx.now())
  const { command, target, expiresAt } = approval
  ctx.ui.result({ approved: { id, command, target, expiresAt } }, () => ctx.ui.say(messages.approved(approval)))
}

/** `--agent no` says nothing here: an agent could add it too. */
function assertTerminal(ctx: Context, { agent }: Settings): Caller {
  if (!ctx.prompts.attended) {
    throw new PgsafeError('refused', 'approve is for a person in a terminal, and this is none', {
      hint: 'open a terminal and run it there, without redirections',
    })
  }
  return identifyCaller(ctx, { agent: agent.value === 'no' ? { ...agent, value: 'auto' } : agent })
}

async function findRequest(ctx: Context, store: Store, id: string): Promise<Approval> {
  const found = await findApproval(store, id, ctx.now())
  if (found !== undefined) return found
  throw new PgsafeError('no-such-approval', `no request "${id}" waits for approval in ${store.directory}`, {
    hint: 'a request is good for 10 minutes and for one run: let the agent run its command again, and take the new id',
  })
}

/** Its name, typed: no flag and no variable answers this question. */
async function confirmApproval(ctx: Context, { database }: Approval, caller: Caller): Promise<void> {
  await confirmTarget(ctx, {
    action: 'approve',
    database,
    danger: 'production',
    yes: false,
    skipPrompt: false,
    confirm: undefined,
    caller,
    question: messages.sureToApprove,
  })
}
