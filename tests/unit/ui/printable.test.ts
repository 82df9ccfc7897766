import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printable, safeForTerminal, withoutColors } from '../../../src/ui/printable.ts'

const anyControl = /[\u0000-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/

describe('a value from outside', () => {
  it('keeps its letters, whatever their script', () => {
    expect(printable('größe-日本-база')).toBe('größe-日本-база')
  })

  it('cannot move the cursor, start a line or turn text around', () => {
    expect(printable('a\u001B[2Jb\nc\u202Ed')).toBe('a?[2Jb c?d')
  })

  it('is never left with a control character', () => {
    assert(property(string({ unit: 'binary' }), (text) => !anyControl.test(printable(text))))
  })
})

describe('what goes to the terminal', () => {
  it('keeps colours, lines and tabs, and drops every other control', () => {
    expect(safeForTerminal('\u001B[31mred\u001B[39m\n\tx\u001B]0;title\u0007\u001B[2J')).toBe(
      '\u001B[31mred\u001B[39m\n\tx]0;title[2J',
    )
  })

  it('is never left with a control but colours, lines and tabs', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        const left = withoutColors(safeForTerminal(text)).replaceAll('\n', '').replaceAll('\t', '')
        return !anyControl.test(left)
      }),
    )
  })
})
