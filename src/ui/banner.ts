import { style } from './style.ts'

const width = 64

/** A heading between two rules. No right edge: symbols are one or two columns wide, depending on the terminal. */
export function banner(title: string): string {
  const rule = style.faint('═'.repeat(width))
  const indent = ' '.repeat(Math.max(0, Math.floor((width - title.length) / 2)))
  return `\n${rule}\n${indent}${style.strong(title)}\n${rule}\n`
}
