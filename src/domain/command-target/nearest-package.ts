import { directoriesUpward, resolvePath } from './resolve-path.ts'
import type { TargetQuestion } from './target-question.ts'

/** The package.json that rules in the directory. */
export function nearestPackage({
  read,
  directory,
}: Pick<TargetQuestion, 'read' | 'directory'>): { readonly directory: string; readonly text: string } | undefined {
  for (const near of directoriesUpward(directory)) {
    const text = read(resolvePath(near, 'package.json'))
    if (text !== undefined) return { directory: near, text }
  }
  return undefined
}
