import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideConsent, type ConsentQuestion } from '../../../src/domain/decide-consent.ts'

const question = (own: Partial<ConsentQuestion>): ConsentQuestion => ({
  action: 'restore',
  database: 'shop',
  danger: 'local',
  yes: false,
  skipPrompt: false,
  confirm: undefined,
  interactive: true,
  ...own,
})

const anyQuestion = fc.record({
  action: fc.constantFrom<ConsentQuestion['action'][]>('backup', 'prune', 'guard', 'reset', 'restore', 'undo'),
  database: fc.constantFrom('shop', 'it’s "odd"', '-d x'),
  danger: fc.constantFrom<ConsentQuestion['danger'][]>('local', 'remote', 'production'),
  nameRequired: fc.boolean(),
  yes: fc.boolean(),
  skipPrompt: fc.boolean(),
  confirm: fc.constantFrom(undefined, 'shop', 'another'),
  interactive: fc.boolean(),
})

const loses = (action: ConsentQuestion['action']) => action !== 'backup' && action !== 'prune'

describe('decideConsent', () => {
  it.each([
    ['a local restore asks for the word yes', {}, { kind: 'ask', answer: 'yes' }],
    ['a backup asks y/n', { action: 'backup' }, { kind: 'ask', answer: 'y/n' }],
    [
      'a remote backup asks y/n too: it loses nothing',
      { action: 'backup', danger: 'remote' },
      { kind: 'ask', answer: 'y/n' },
    ],
    ['a remote restore asks for the name', { danger: 'remote' }, { kind: 'ask', answer: 'name' }],
    [
      'a production guard asks for the name',
      { action: 'guard', danger: 'production' },
      { kind: 'ask', answer: 'name' },
    ],
    ['a partial file asks for the name', { nameRequired: true }, { kind: 'ask', answer: 'name' }],
    ['--yes is enough for a local undo', { action: 'undo', yes: true }, { kind: 'granted' }],
    ['SKIP_BACKUP_PROMPT is enough for a local guard', { action: 'guard', skipPrompt: true }, { kind: 'granted' }],
    ['SKIP_BACKUP_PROMPT does not reach a restore', { skipPrompt: true }, { kind: 'ask', answer: 'yes' }],
    ['SKIP_BACKUP_PROMPT does not reach an undo', { action: 'undo', skipPrompt: true }, { kind: 'ask', answer: 'yes' }],
    ['the right name is enough anywhere', { danger: 'production', confirm: 'shop' }, { kind: 'granted' }],
  ] as const)('%s', (_title, own, decision) => {
    expect(decideConsent(question(own))).toEqual(decision)
  })

  it.each([
    [{}, 'say it on the command line: --yes'],
    [{ danger: 'remote', yes: true }, 'say it on the command line: --confirm shop'],
    [{ danger: 'remote', database: 'my shop' }, "say it on the command line: --confirm 'my shop'"],
  ] as const)('%j without a terminal names the exact flag', (own, hint) => {
    expect(decideConsent(question({ ...own, interactive: false }))).toMatchObject({ kind: 'refused', hint })
  })

  it('never lets anything but the name through where the name is needed', () => {
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        const dangerous = loses(asked.action) && (asked.danger !== 'local' || asked.nameRequired)
        const decision = decideConsent(asked)
        if (dangerous && decision.kind === 'granted') expect(asked.confirm).toBe(asked.database)
        if (dangerous && decision.kind === 'ask') expect(decision.answer).toBe('name')
      }),
    )
  })

  it('never asks where nobody can answer, and always refuses another name', () => {
    fc.assert(
      fc.property(anyQuestion, (asked) => {
        const { kind } = decideConsent(asked)
        if (!asked.interactive) expect(kind).not.toBe('ask')
        if (asked.confirm !== undefined && asked.confirm !== asked.database) expect(kind).toBe('refused')
      }),
    )
  })
})
