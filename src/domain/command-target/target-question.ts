import { findTool } from '../command/catalogue.ts'
import { parseArguments, type ToolArguments } from '../command/parse-arguments.ts'
import type { Segment } from '../command/segment.ts'
import type { ReadFile } from './command-target.ts'
import { resolvePath } from './resolve-path.ts'
import { createLookUp, expandWord, type LookUp, type Variables } from './variables.ts'

/** What a resolver is asked: one command as it will run, and the files around it. */
export interface TargetQuestion {
  /** By its catalogue name. */
  readonly program: string
  readonly args: ToolArguments
  /** As written, without the program; a shell's `$NAME` filled in where the environment knows it. */
  readonly words: readonly string[]
  readonly input: Segment['input']
  /** The child's whole environment, the variable that guard sets included. */
  readonly env: Variables
  readonly directory: string
  readonly read: ReadFile
  /** The variable that guard sets, if it sets one. */
  readonly pinned: string | undefined
}

interface Surroundings {
  readonly env: Variables
  readonly read: ReadFile
  readonly pinned: string | undefined
}

export type AskedSegment = Pick<Segment, 'words' | 'env' | 'directory' | 'input'>

export function askAbout(segment: AskedSegment, { env, read, pinned }: Surroundings): TargetQuestion {
  const own = environmentOf(segment, env)
  const [program = '', ...written] = segment.words
  const words = written.map((word) => expandWord(word, own))
  const { directory, input } = segment
  return { program, args: parseArguments(words, findTool(program)), words, input, env: own, directory, read, pinned }
}

/** The environment of this very command: what was set on the way to it lies over the child's. */
export function environmentOf(segment: Pick<Segment, 'env'>, env: Variables): Variables {
  const set = Object.entries(segment.env).map(([name, value]) => [name, expandWord(value, env)] as const)
  return { ...env, ...Object.fromEntries(set) }
}

/** The last value given to any of these options; an empty one says nothing. */
export function flagValue({ args }: TargetQuestion, names: readonly string[]): string | undefined {
  return names.flatMap((name) => args.flags.get(name) ?? []).findLast((value) => value !== '')
}

export function readNear({ read, directory }: TargetQuestion, path: string): string | undefined {
  return read(resolvePath(directory, path))
}

/** The first of these files that exists. */
export function findNear(question: TargetQuestion, paths: readonly string[]): string | undefined {
  return paths.find((path) => readNear(question, path) !== undefined)
}

export function lookUpWith(question: TargetQuestion, envFiles: readonly string[] = [], override = false): LookUp {
  return createLookUp({ ...question, envFiles, override })
}
