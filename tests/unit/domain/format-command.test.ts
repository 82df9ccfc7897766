import { describe, expect, it } from 'vitest'
import { formatCommand, shellWord } from '../../../src/domain/format-command.ts'

describe('shellWord', () => {
  it.each([
    ['shop', 'shop'],
    ['rephlo-dev', 'rephlo-dev'],
    ['my shop', "'my shop'"],
    ["it's", "'it'\\''s'"],
    ['', "''"],
    ['$(id)', "'$(id)'"],
  ])('%j is pasted as %s', (text, word) => {
    expect(shellWord(text)).toBe(word)
  })
})

describe('formatCommand', () => {
  it('shows where each argument begins and ends', () => {
    expect(formatCommand(['psql', '-c', 'DROP TABLE x', ''])).toBe("psql -c 'DROP TABLE x' ''")
  })
})
