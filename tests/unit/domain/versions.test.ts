import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareVersions, fixedClientVersion, parseVersion } from '../../../src/domain/versions.ts'

describe('parseVersion', () => {
  it.each([
    ['pg_dump (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n', 15, '15.18'],
    ['psql (PostgreSQL) 18beta1', 18, '18beta1'],
    ['pg_restore (PostgreSQL) 19devel', 19, '19devel'],
    ['18rc2', 18, '18rc2'],
    ['16.3 (Ubuntu 16.3-1.pgdg22.04+1)', 16, '16.3'],
    ['pg_dump (PostgreSQL) 9.6.24', 9, '9.6.24'],
    ['psql (PostgreSQL) 17.2 - Percona Distribution', 17, '17.2'],
    ['psql (PostgreSQL) 16.1, server 15.2', 16, '16.1'],
  ])('reads %j', (text, major, version) => {
    expect(parseVersion(text)).toEqual({ major, version })
  })

  it.each(['', 'pg_dump', 'no such file', 'pg_dump: x86_64'])('finds nothing in %j', (text) => {
    expect(parseVersion(text)).toBeUndefined()
  })
})

describe('compareVersions', () => {
  const ascending = [
    '9.6.24',
    '14.9',
    '14.24',
    '15',
    '15.18',
    '18devel',
    '18beta1',
    '18beta2',
    '18rc1',
    '18.0',
    '18.1',
    '18.10',
  ]

  it('puts versions in order, pre-releases before their release', () => {
    expect([...ascending].reverse().sort(compareVersions)).toEqual(ascending)
  })

  it('takes 18 and 18.0 for the same', () => {
    expect(compareVersions('18', '18.0')).toBe(0)
  })

  it('is an order, whatever the versions', () => {
    const version = fc
      .tuple(fc.nat(30), fc.constantFrom('.0', '.7', '.11', 'beta1', 'rc2', 'devel'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0)
        const inOrder = compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0
        expect(!inOrder || compareVersions(a, c) <= 0).toBe(true)
      }),
    )
  })
})

describe('fixedClientVersion', () => {
  it.each([
    ['15.18', '15.19'],
    ['18.5', '18.6'],
    ['18beta1', '18.6'],
    ['14.9', '14.24'],
    ['13.23', '14.24'],
    ['9.6.24', '14.24'],
  ])('warns of %s and names %s', (version, fixed) => {
    expect(fixedClientVersion(version)).toBe(fixed)
  })

  it.each(['14.24', '15.19', '16.15', '17.11', '18.6', '18.10', '19beta1', '19.0', 'unknown'])(
    'lets %s pass',
    (version) => {
      expect(fixedClientVersion(version)).toBeUndefined()
    },
  )
})
