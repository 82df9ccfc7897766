import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isProtected, ownComment, protectionTag, withProtection } from '../../../src/domain/protection-tag.ts'

describe('the mark in a comment', () => {
  it('stands alone, or on a line of its own below the text', () => {
    expect(withProtection(null, true)).toBe('[pgsafe:protected]')
    expect(withProtection('The shop.', true)).toBe('The shop.\n[pgsafe:protected]')
  })

  it('is found and removed wherever its owner has moved it', () => {
    const edited = `${protectionTag} The shop. Ask Ann.`
    expect(isProtected(edited)).toBe(true)
    expect(withProtection(edited, false)).toBe(' The shop. Ask Ann.')
  })

  it('is not invented where there is none', () => {
    for (const comment of [null, '', 'protected', '[pgsafe]', 'kept by pgsafe restore: this was "shop"']) {
      expect(isProtected(comment)).toBe(false)
    }
  })

  it('leaves the text of the user as it was, byte for byte, and setting it twice changes nothing', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('\n', 'a\n\n', ' [pgsafe:', "it's \\ 'x'"))
    fc.assert(
      fc.property(text, (comment) => {
        const marked = withProtection(comment, true)
        expect(isProtected(marked)).toBe(true)
        expect(withProtection(marked, true)).toBe(marked)
        expect(ownComment(marked) ?? '').toBe(comment)
      }),
    )
  })
})

describe('after a restore', () => {
  const [plain, marked] = ['from the backup', 'from the backup\n[pgsafe:protected]']

  it('a protected database stays protected, whatever the backup says', () => {
    for (const comment of [null, plain, marked]) expect(isProtected(withProtection(comment, true))).toBe(true)
  })

  it('one whose protection was taken away does not get it back from an older backup', () => {
    expect(withProtection(marked, false)).toBe(plain)
    expect(withProtection(protectionTag, false)).toBeNull()
  })
})
