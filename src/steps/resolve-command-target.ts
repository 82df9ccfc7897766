import { readFileSync } from 'node:fs'
import type { Segment } from '../domain/command/segment.ts'
import type { CommandTarget, ReadFile } from '../domain/command-target/command-target.ts'
import { resolveTarget } from '../domain/command-target/resolve-target.ts'
import { environmentOf } from '../domain/command-target/target-question.ts'
import type { Environment } from '../system/context.ts'

interface Question {
  readonly segments: readonly Segment[]
  /** The child's environment, the variable that guard sets included. */
  readonly env: Environment
  /** That variable; undefined when guard sets none. */
  readonly pinned: string | undefined
}

/** A target with the environment of the very command that it belongs to. */
export interface SegmentTarget {
  readonly target: CommandTarget
  readonly env: Environment
}

/** Which database each command acts on, by its words and by the files that it would read. Connects to nothing, runs nothing. */
export function resolveCommandTarget({ segments, env, pinned }: Question): SegmentTarget[] {
  const read = createReader()
  return segments.map((segment) => ({
    target: resolveTarget(segment, { env, read, pinned }),
    env: environmentOf(segment, env),
  }))
}

const largestConfig = 256 * 1024

/** Reads each file once. What cannot be read is as good as not there: the command could not read it either. */
function createReader(): ReadFile {
  const known = new Map<string, string | undefined>()
  return (path) => {
    if (!known.has(path)) known.set(path, readIfThere(path))
    return known.get(path)
  }
}

function readIfThere(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    return text.length > largestConfig || text.includes('\0') ? undefined : text
  } catch (error) {
    if (error instanceof Error && 'code' in error) return undefined
    throw error
  }
}
