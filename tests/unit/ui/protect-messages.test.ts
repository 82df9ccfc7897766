import { describe, expect, it } from 'vitest'
import { protectMessages } from '../../../src/ui/messages/protect-messages.ts'

const done = { database: 'shop', protected: true, changed: true, dryRun: false }

describe('the screen before the question', () => {
  it.each([true, false])('fits 80 columns and lets no name reach the terminal (protect: %s)', (protect) => {
    const screen = protectMessages.markScreen({ target: 'app@localhost/a\u001b[2Jb', source: '--url', protect })
    expect(screen.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(screen).not.toContain('\u001b[2J')
  })
})

describe('the outcome', () => {
  it.each([
    [{}, '✅ "shop" is protected: --yes and --force no longer suffice.\n   To take that away: pgsafe unprotect'],
    [{ protected: false }, '✅ "shop" is no longer protected.'],
    [{ changed: false }, '"shop" is protected already: nothing was changed.'],
    [{ changed: false, protected: false }, '"shop" is not protected: nothing was changed.'],
    [{ changed: false, protected: false, dryRun: true }, 'Dry run: "shop" is not protected; nothing was changed.'],
  ])('%j', (change, sentence) => {
    expect(protectMessages.markDone({ ...done, ...change })).toBe(sentence)
  })
})
