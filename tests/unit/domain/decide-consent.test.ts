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
  caller: 'person',
  ...own,
})

const anyQuestion = fc.record({
  action: fc.constantFrom<ConsentQuestion['action'][]>(
    ...([
      'backup',
      'prune',
      'recover',
      'protect',
      'unprotect',
      'guard',
      'reset',
      'restore',
      'undo',
      'approve',
    ] as const),
  ),
  database: fc.constantFrom('shop', 'it’s "odd"', '-d x'),
  danger: fc.constantFrom<ConsentQuestion['danger'][]>('local', 'remote', 'production'),
  nameRequired: fc.boolean(),
  approvalRequired: fc.boolean(),
  yes: fc.boolean(),
  skipPrompt: fc.boolean(),
  confirm: fc.constantFrom(undefined, 'shop', 'another'),
  interactive: fc.boolean(),
  caller: fc.constantFrom<ConsentQuestion['caller'][]>('person', 'maybe-agent', 'denied-agent', 'agent'),
})

const loses = ({ action }: ConsentQuestion) => !['backup', 'prune', 'recover', 'protect'].includes(action)

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
    [
      'one who may be an agent is asked, whatever SKIP_BACKUP_PROMPT says',
      { action: 'guard', skipPrompt: true, caller: 'maybe-agent' },
      { kind: 'ask', answer: 'yes' },
    ],
    [
      'one who may be an agent and cannot be asked is not refused for it',
      { action: 'guard', skipPrompt: true, caller: 'maybe-agent', interactive: false },
      { kind: 'granted' },
    ],
    ['one who may be an agent may say --yes', { yes: true, caller: 'maybe-agent' }, { kind: 'granted' }],
    [
      '--agent no against a strong mark: asked in spite of --yes',
      { yes: true, caller: 'denied-agent' },
      { kind: 'ask', answer: 'yes' },
    ],
    [
      '--agent no against a strong mark: asked in spite of --confirm',
      { danger: 'production', confirm: 'shop', caller: 'denied-agent' },
      { kind: 'ask', answer: 'name' },
    ],
    ['an agent on a local, proven target needs nobody', { action: 'guard', caller: 'agent' }, { kind: 'granted' }],
    ['an agent makes backups', { action: 'backup', danger: 'production', caller: 'agent' }, { kind: 'granted' }],
    ['an agent protects', { action: 'protect', caller: 'agent' }, { kind: 'granted' }],
    [
      'an agent on a remote target needs an approval',
      { danger: 'remote', caller: 'agent' },
      { kind: 'needs-approval' },
    ],
    [
      'an agent with an unproven target needs an approval',
      { nameRequired: true, caller: 'agent' },
      { kind: 'needs-approval' },
    ],
    [
      'an agent that would keep nothing needs an approval',
      { approvalRequired: true, caller: 'agent' },
      { kind: 'needs-approval' },
    ],
    ['a person who would keep nothing needs none', { approvalRequired: true }, { kind: 'ask', answer: 'yes' }],
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
        const dangerous = loses(asked) && (asked.danger !== 'local' || asked.nameRequired)
        const decision = decideConsent(asked)
        if (dangerous && decision.kind === 'granted') expect(asked.confirm).toBe(asked.database)
        if (dangerous && decision.kind === 'ask') expect(decision.answer).toBe('name')
      }),
    )
  })

  it.each(['unprotect', 'approve'] as const)('leaves %s to people, whatever an agent says', (action) => {
    const said = { yes: true, confirm: 'shop', skipPrompt: true, caller: 'agent' } as const
    expect(decideConsent(question({ action, ...said }))).toMatchObject({ kind: 'refused', code: 'refused' })
  })

  it.each(['prune', 'recover'] as const)('wants --yes from an agent for %s', (action) => {
    const asked = { action, caller: 'agent' } as const
    expect(decideConsent(question(asked))).toMatchObject({ kind: 'refused', code: 'consent-needed' })
    expect(decideConsent(question({ ...asked, yes: true }))).toEqual({ kind: 'granted' })
  })

  it('never asks an agent, and never lets one through by itself where the target is not local and proven', () => {
    fc.assert(
      fc.property(anyQuestion, (any) => {
        const asked = { ...any, caller: 'agent' } as const
        const safe = asked.danger === 'local' && !asked.nameRequired && !asked.approvalRequired
        const { kind } = decideConsent(asked)
        expect(kind).not.toBe('ask')
        if (loses(asked) && !safe) expect(kind).not.toBe('granted')
      }),
    )
  })

  it('never gives one who may be an agent more than a person, and refuses them nothing', () => {
    const rank = { granted: 0, ask: 1, refused: 2, 'needs-approval': 3 }
    fc.assert(
      fc.property(anyQuestion, (any) => {
        const person = decideConsent({ ...any, caller: 'person' })
        const perhaps = decideConsent({ ...any, caller: 'maybe-agent' })
        expect(rank[perhaps.kind]).toBeGreaterThanOrEqual(rank[person.kind])
        expect(perhaps.kind === 'refused').toBe(person.kind === 'refused')
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
