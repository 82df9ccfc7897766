import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allFlags, flagsByCommand } from './command-line.ts'
import { codeOf, pages, proseOf, readPage, repository } from './pages.ts'

/** Flags of programs that the pages talk about besides pgsafe. */
const foreignFlags = new Set(['-C', '--create', '--force', '--inserts'])

describe.each(pages)('%s', (page) => {
  const text = readPage(page)

  it('links only to files and headings that exist', () => {
    const links = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
    expect(links.filter((link) => !/^[a-z]+:/.test(link) && !resolves(page, link))).toEqual([])
  })

  it('shows pgsafe only with commands and flags that it has', () => {
    expect(codeOf(text).flatMap(unknownIn)).toEqual([])
  })

  it('names only flags that exist', () => {
    const flags = codeOf(text).flatMap((code) => /^(--[a-z][\w-]*|-[a-zA-Z])(?:[ =][^ ]+)?$/.exec(code)?.[1] ?? [])
    expect(flags.filter((flag) => !allFlags.has(flag) && !foreignFlags.has(flag))).toEqual([])
  })

  it('has no paths of somebody’s machine, no trailing blanks and an end of line at its end', () => {
    expect(text).not.toMatch(/\/root\/|\/tmp\/pgsafe-|[ \t]$/m)
    expect(text).toMatch(/[^\n]\n$/)
  })
})

function resolves(page: string, link: string): boolean {
  const [file = '', anchor] = link.split('#')
  const path = file === '' ? page : join(dirname(page), file)
  if (!existsSync(join(repository, path))) return false
  return anchor === undefined || anchorsOf(path).includes(anchor)
}

/** Headings as GitHub makes anchors of them. */
function anchorsOf(page: string): string[] {
  return [...readPage(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Every call of pgsafe in a line: its command and the flags up to `--`, `|`, `;`, `&`, `)` or a comment. */
function unknownIn(code: string): string[] {
  return [...code.matchAll(/(?:^\s*(?:\$ )?(?:\w+=\S+ )*|&& |npx |node \S+\/)pgsafe(?:\.js)? ([^|;&#)]*)/g)].flatMap(
    ([, call = '']) => {
      const words = call.replaceAll(/"[^"]*"|'[^']*'/g, 'text').split(' ')
      const end = words.indexOf('--')
      return unknownWords(end === -1 ? words : words.slice(0, end))
    },
  )
}

function unknownWords(words: readonly string[]): string[] {
  const command = words.find((word) => flagsByCommand.has(word))
  const [first = ''] = words
  if (command === undefined && /^[a-z]+$/.test(first) && first !== 'help') return [`pgsafe ${first}`]
  const known = command === undefined ? [...allFlags, '-V', '--version'] : (flagsByCommand.get(command) ?? [])
  return words.filter((word) => /^--?[a-z]/.test(word) && !known.includes(word.split('=')[0] ?? ''))
}

it('architecture.md and the other pages name only source files that exist', () => {
  const named = pages
    .flatMap((page) => codeOf(readPage(page)))
    .flatMap((code) => /^(?:src|tests|bin)\/[^\s<>]+$/.exec(code) ?? [])
  expect(named.length).toBeGreaterThan(30)
  expect(named.filter((file) => !existsSync(join(repository, file)))).toEqual([])
})
