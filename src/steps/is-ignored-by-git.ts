import type { Context } from '../system/context.ts'

/** Whether git would leave a file in `directory` alone; undefined outside a repository or without git. */
export async function isIgnoredByGit(ctx: Context, directory: string): Promise<boolean | undefined> {
  const { PATH, HOME, SYSTEMROOT } = ctx.env
  const finished = await ctx.process.run('git', ['check-ignore', '-q', 'backup.sql'], {
    env: { PATH, HOME, SYSTEMROOT },
    cwd: directory,
    timeoutMs: 5_000,
  })
  // 0: ignored, 1: not ignored, 128: no repository.
  if (finished.exitCode === 0) return true
  return finished.exitCode === 1 ? false : undefined
}
