/** A piece of a command line as a POSIX shell reads it. */
export type ShellToken =
  | {
      readonly kind: 'word'
      /** Without its quotes; `$NAME` stays as written. */
      readonly text: string
      /** No part of it was quoted: `if` and `A=b` mean something only then. */
      readonly bare: boolean
      /** A variable or substitution stands in it: what it becomes is not known. */
      readonly expands: boolean
      /** The insides of `$(…)` and backquotes: commands that run as well. */
      readonly substitutions: readonly string[]
    }
  /** `&&`, `||`, `;`, `|`, `&`, `(`, `)` or a line break. */
  | { readonly kind: 'operator'; readonly text: string }
  /** `<`, `>>`, `2>` …; its target is the next word. A here-document carries its text. */
  | { readonly kind: 'redirection'; readonly text: string; readonly body?: string }
