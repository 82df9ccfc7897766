import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { backupIdFrom, isBackupId } from '../../../src/domain/backup-id.ts'

it('makes ten lower-case letters and digits, a letter first, from any random bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 32 }), (random) => {
      const id = backupIdFrom(random)
      expect(id).toMatch(/^[a-z][a-z0-9]{9}$/)
      expect(isBackupId(id)).toBe(true)
      expect(`pgsafe_verify_${id}`.length).toBeLessThanOrEqual(63)
    }),
  )
})

it('makes the same id from the same bytes and another from others', () => {
  const bytes = Uint8Array.from({ length: 10 }, (_, index) => index * 7)
  expect(backupIdFrom(bytes)).toBe(backupIdFrom(bytes))
  expect(backupIdFrom(bytes)).not.toBe(backupIdFrom(bytes.with(9, 1)))
})

it('refuses to make an id from too little randomness', () => {
  expect(() => backupIdFrom(new Uint8Array(9))).toThrow(RangeError)
})

it.each(['', 'a b', 'a/b', '..', 'a"b', "a'; drop", 'é', 'a\n', 'x'.repeat(41)])(
  'does not take %j for an id',
  (text) => {
    expect(isBackupId(text)).toBe(false)
  },
)
