import type { GlobalFlags } from '../config/global-flags.ts'
import type { Context } from '../system/context.ts'

/** One command from its flags to its end. A number is the exit code; nothing means 0; errors are thrown. */
export type Story<Flags extends object> = (ctx: Context, flags: Flags & GlobalFlags) => Promise<number | void>

/** Builds the context that the flags ask for, runs the story in it and remembers its exit code. main.ts has the real one. */
export type RunStory = <Flags extends object>(
  flags: Flags & GlobalFlags,
  story: Story<Flags>,
  needs?: StoryNeeds,
) => Promise<void>

export interface StoryNeeds {
  /** Default true; false saves loading what starts them. */
  readonly programs: boolean
}
