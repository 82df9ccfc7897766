import { describe, expect, it } from 'vitest'
import { type CommandTarget, opaque, other } from '../../../../src/domain/command-target/command-target.ts'
import { combineTargets, judgeTarget, type TargetProof } from '../../../../src/domain/command-target/judge-target.ts'

const at = 'app@h:5432/shop'
const url = (source: 'file' | 'code'): CommandTarget => ({
  kind: 'url',
  place: { url: 'postgresql://app:hidden@h/shop' },
  how: 'X in .env',
  source,
})
const same: TargetProof = { kind: 'same', described: at }
const different: TargetProof = { kind: 'different', described: at, why: 'it is on another server' }
const unreachable: TargetProof = { kind: 'unreachable', described: at, reason: 'connection refused' }

describe('judgeTarget', () => {
  it.each([
    ['a proved address', url('file'), same, 'proven'],
    ['an address that leads elsewhere', url('file'), different, 'different'],
    ['an address that does not answer', url('file'), unreachable, 'unproven'],
    ['an address nobody tried', url('file'), undefined, 'unproven'],
    ['the same address in a program', url('code'), same, 'pinned'],
    ['another address in a program', url('code'), different, 'unproven'],
    ['a program that reads the variable', { kind: 'pinned', variable: 'V', evidence: 'f' }, undefined, 'pinned'],
    ['a program that says nothing', opaque, undefined, 'pinned'],
    ['signs of another source', other('it asks a secrets manager'), undefined, 'unproven'],
  ] as const)('%s', (_name, target, proof, verdict) => {
    const judged = judgeTarget(target, proof)
    expect(judged?.verdict).toBe(verdict)
    expect(judged?.explanation).not.toContain('hidden')
  })

  it('has nothing to say of what destroys nothing', () => {
    expect(judgeTarget({ kind: 'none' }, undefined)).toBeUndefined()
  })
})

describe('combineTargets', () => {
  const judge = (target: CommandTarget, proof?: TargetProof) => judgeTarget(target, proof) ?? expect.unreachable()

  it('is as sure as the least sure command, and names the other database', () => {
    const proven = judge(url('file'), same)
    expect(combineTargets([proven])).toMatchObject({ verdict: 'proven' })
    expect(combineTargets([proven, judge(opaque)])).toMatchObject({ verdict: 'pinned' })
    expect(combineTargets([judge(url('file'), different), proven, judge(other('x'))])).toMatchObject({
      verdict: 'different',
      other: at,
    })
  })

  it('says the same thing once', () => {
    expect(combineTargets([judge(opaque), judge(opaque)]).explanation).toHaveLength(1)
  })

  it('takes a line that acts on no database as pinned', () => {
    expect(combineTargets([])).toEqual({ verdict: 'pinned', explanation: [] })
  })
})
