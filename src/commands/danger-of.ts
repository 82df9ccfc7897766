import { assessDanger, type Danger } from '../domain/danger.ts'
import type { Target } from '../domain/target.ts'
import type { Context } from '../system/context.ts'

/** How dangerous it is to destroy this target's data, and why (DESIGN 4.3). */
export function dangerOf(ctx: Pick<Context, 'env'>, { params, database }: Target): Danger {
  const { host, hostaddr, port, user } = params
  return assessDanger({ host, hostaddr, port, user, database, env: ctx.env })
}
