import { array, assert, integer, property, stringMatching } from 'fast-check'
import { expect, it } from 'vitest'
import { wrapText } from '../../../src/ui/wrap-text.ts'

it('breaks at spaces, with its indentation', () => {
  expect(wrapText('one two three', { width: 12, first: 'Try: ', indent: '     ' })).toBe('Try: one two\n     three')
})

it('never cuts a path that somebody will copy', () => {
  const path = `/${'very-long-directory/'.repeat(8)}file.sql`
  expect(wrapText(`see ${path} for more`).split('\n')).toContain(path)
})

it('keeps line breaks', () => {
  expect(wrapText('a\nb', { indent: '  ' })).toBe('a\n  b')
})

it('keeps every word, in order, and exceeds the width only with a single word', () => {
  const word = stringMatching(/^[a-z/]{1,30}$/)
  assert(
    property(array(word, { minLength: 1, maxLength: 30 }), integer({ min: 5, max: 40 }), (words, width) => {
      const lines = wrapText(words.join(' '), { width }).split('\n')
      expect(lines.join(' ').split(' ')).toEqual(words)
      for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true)
    }),
  )
})
