import kleur from 'kleur'

// Plain until somebody decides (ui/decide-colors.ts): what tests and pipes get.
kleur.enabled = false

/** The few colours that pgsafe uses, by meaning. Each gives its text back unchanged while colours are off. */
export const style = {
  strong: (text: string): string => kleur.bold(text),
  faint: (text: string): string => kleur.gray(text),
  good: (text: string): string => kleur.green(text),
  caution: (text: string): string => kleur.yellow(text),
  bad: (text: string): string => kleur.red(text),
  command: (text: string): string => kleur.cyan(text),
}

/** Turns colours on or off for everything that follows. */
export function useColors(enabled: boolean): void {
  kleur.enabled = enabled
}
