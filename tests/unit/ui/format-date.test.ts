import { expect, it } from 'vitest'
import { formatDate } from '../../../src/ui/format-date.ts'

it('shows a moment as the clock on the wall does', () => {
  expect(formatDate(new Date(2025, 0, 2, 3, 4, 5))).toBe('2025-01-02 03:04:05')
})

it('says so when a manifest holds no date', () => {
  expect(formatDate(new Date('nonsense'))).toBe('unknown date')
})
