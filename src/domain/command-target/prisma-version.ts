import { nearestPackage } from './nearest-package.ts'
import { directoriesUpward, resolvePath } from './resolve-path.ts'
import type { TargetQuestion } from './target-question.ts'

/** The major version of the Prisma that would run: what is installed, else what package.json asks for. */
export function prismaMajor({ read, directory }: TargetQuestion): number | undefined {
  for (const near of directoriesUpward(directory)) {
    const installed = read(resolvePath(near, 'node_modules/prisma/package.json'))
    const version = /"version"\s*:\s*"(\d+)\./.exec(installed ?? '')?.[1]
    if (version !== undefined) return Number(version)
  }
  const wanted = /"prisma"\s*:\s*"[^\d"]*(\d+)/.exec(nearestPackage({ read, directory })?.text ?? '')?.[1]
  return wanted === undefined ? undefined : Number(wanted)
}
