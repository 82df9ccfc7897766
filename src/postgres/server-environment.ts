import type { Context, Environment } from '../system/context.ts'

/** What initdb and postgres get: messages in English, and none of our own PG* variables. */
export function serverEnvironment(ctx: Pick<Context, 'env'>): Environment {
  return { PATH: ctx.env['PATH'], SystemRoot: ctx.env['SystemRoot'], LC_ALL: 'C', TZ: 'UTC' }
}
