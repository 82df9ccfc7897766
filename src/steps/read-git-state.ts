import type { Manifest } from '../domain/manifest.ts'
import type { Context } from '../system/context.ts'

/** Commit, branch and whether the work tree is dirty; null outside a repository or without git. Never fails a backup. */
export async function readGitState(ctx: Context, directory: string): Promise<Manifest['git']> {
  const git = async (...args: string[]) => {
    const { PATH, HOME, SYSTEMROOT } = ctx.env
    const env = { PATH, HOME, SYSTEMROOT, GIT_OPTIONAL_LOCKS: '0' }
    const finished = await ctx.process.run('git', args, { env, cwd: directory, timeoutMs: 5_000 })
    return finished.exitCode === 0 ? finished.stdout.trim() : undefined
  }
  const commit = await git('rev-parse', 'HEAD')
  if (commit === undefined) return null
  const [branch, changes] = await Promise.all([git('branch', '--show-current'), git('status', '--porcelain')])
  return { commit, branch: branch === undefined || branch === '' ? null : branch, dirty: changes !== '' }
}
