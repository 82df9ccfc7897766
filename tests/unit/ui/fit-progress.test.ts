import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitProgress } from '../../../src/ui/fit-progress.ts'

const view = {
  percent: 42,
  done: 1,
  unit: 'bytes',
  perSecond: 35 * 1024 ** 2,
  secondsLeft: 12,
  current: 'public.orders',
} as const
const line = (title: string, width: number, current: string | null = view.current) => {
  const fitted = fitProgress(title, { ...view, current }, width)
  return fitted.title + fitted.figures
}

describe('the line of a step that takes longer', () => {
  it('has the title without its details, the figures and the table', () => {
    expect(line('Verifying it from disk: checksum, full decode, row counts', 77)).toBe(
      'Verifying it from disk  42% · 35 MB/s · 12 s left · public.orders',
    )
  })

  it('shortens the table first, then the title', () => {
    expect(line('Writing the backup', 60)).toBe('Writing the backup  42% · 35 MB/s · 12 s left · public.orde…')
    expect(line('Writing the backup', 50)).toBe('Writing the backup  42% · 35 MB/s · 12 s left')
    expect(line('Writing the backup', 40)).toBe('Writing the …  42% · 35 MB/s · 12 s left')
  })

  it('is harmless whatever a table is called', () => {
    expect(line('Writing', 77, 'public.\u001B[31mred\nline')).toBe(
      'Writing  42% · 35 MB/s · 12 s left · public.?[31mred line',
    )
  })

  it('never reaches the edge of the terminal', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.integer({ min: 40, max: 200 }), (title, current, width) => {
        expect(line(title, width, current).length).toBeLessThanOrEqual(width)
      }),
    )
  })
})
