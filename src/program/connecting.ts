import type { Story } from './run-story.ts'

/** A story that connects in any case: PostgreSQL's programs are looked for while it is still being loaded. */
export function connecting<Flags extends object>(story: Story<Flags>): Story<Flags> {
  return async (ctx, flags) => {
    // Whoever needs them gets what was found, or the error.
    void import('../commands/look-for-tools.ts').then(({ lookForTools }) => lookForTools(ctx)).catch(() => undefined)
    return story(ctx, flags)
  }
}
