import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const repository = join(import.meta.dirname, '../../..')

/** Everything that people read, by its path in the repository. */
export const pages = ['README.md', 'CHANGELOG.md', ...markdownIn('docs')]

function markdownIn(folder: string): string[] {
  return readdirSync(join(repository, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`)
    .sort()
}

export function readPage(page: string): string {
  return readFileSync(join(repository, page), 'utf8')
}

const fence = /^```[^\n]*\n([\s\S]*?)^```$/gm

/** The text without its code blocks and code spans. */
export function proseOf(text: string): string {
  return text.replaceAll(fence, '').replaceAll(/`[^`\n]+`/g, '')
}

/** Lines of code blocks, and code spans: where commands and flags stand. */
export function codeOf(text: string): string[] {
  const blocks = [...text.matchAll(fence)].flatMap(([, code = '']) => code.split('\n'))
  const spans = [...text.replaceAll(fence, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
  return [...blocks, ...spans]
}
