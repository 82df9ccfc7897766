import { describe, expect, it } from 'vitest'
import { findDenied, findVouched, hostRulePattern, type RuledTarget } from '../../../src/domain/host-rules.ts'

const at = (host: string | undefined, more: Partial<RuledTarget> = {}): RuledTarget => ({
  host,
  hostaddr: undefined,
  database: 'shop',
  ...more,
})
const denied = (rule: string, target: RuledTarget) => findDenied({ allow: [], deny: [rule] }, target) !== undefined
const vouched = (allow: string[], target: RuledTarget) => findVouched({ allow, deny: [] }, target)

describe('a rule', () => {
  it.each<[string, string | undefined, boolean]>([
    ['db.example.com', 'db.example.com', true],
    ['DB.example.com', 'db.Example.com.', true],
    ['db.example.com', 'xdb.example.com', false],
    ['*.example.com', 'db.example.com', true],
    ['*.example.com', 'eu.db.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*.example.com', 'db.example.com.evil.org', false],
    ['db?example.com', 'dbxexample.com', false],
    ['postgres', 'postgres', true],
    ['localhost', '127.0.0.1', true],
    ['localhost', '::1', true],
    ['localhost', '/run/postgresql', true],
    ['localhost', undefined, true],
    ['127.0.0.1', 'localhost', false],
    ['10.0.0.7', '10.0.0.7', true],
    ['fd12::1', 'fd12::1', true],
    ['db.example.com/shop', 'db.example.com', true],
    ['db.example.com/billing', 'db.example.com', false],
    ['*.example.com/shop', 'db.example.com', true],
  ])('%s and the host %s: %s', (rule, host, matches) => {
    expect(rule === 'db?example.com' || hostRulePattern.test(rule)).toBe(true)
    expect(denied(rule, at(host))).toBe(matches)
    expect(vouched([rule], at(host)) !== 'no').toBe(matches)
  })
})

describe('several hosts', () => {
  it('are denied by one of them, and vouched for only together: libpq connects to whichever answers', () => {
    const two = at('a.example.com,b.example.com')
    expect(denied('b.example.com', two)).toBe(true)
    expect(vouched(['a.example.com'], two)).toBe('no')
    expect(vouched(['a.example.com', 'b.example.com'], two)).toBe('host')
    expect(vouched(['a.example.com/shop', 'b.example.com'], two)).toBe('host')
    expect(vouched(['*.example.com/shop'], two)).toBe('database')
  })

  it('include the address that a name is overruled by', () => {
    const overruled = at('dev.example.com', { hostaddr: '203.0.113.5' })
    expect(vouched(['dev.example.com'], overruled)).toBe('no')
    expect(denied('203.0.113.5', overruled)).toBe(true)
    expect(vouched(['203.0.113.5'], at(undefined, { hostaddr: '203.0.113.5' }))).toBe('host')
  })
})

it('names the rule that denies', () => {
  expect(findDenied({ allow: [], deny: ['x', '*.example.com'] }, at('db.example.com'))).toBe('*.example.com')
})
