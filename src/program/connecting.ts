import type { Story } from './run-story.ts'

/**
 * A story that connects, `unless` its flags say otherwise: PostgreSQL's programs are looked for while it is still being loaded.
 */
export function connecting<Flags extends object>(
  story: Story<Flags>,
  { unless = () => false }: { readonly unless?: (flags: Flags) => boolean } = {},
): Story<Flags> {
  return async (ctx, flags) => {
    if (unless(flags)) return story(ctx, flags)
    // Whoever needs them gets what was found, or the error.
    void import('../commands/look-for-tools.ts').then(({ lookForTools }) => lookForTools(ctx)).catch(() => undefined)
    return story(ctx, flags)
  }
}
