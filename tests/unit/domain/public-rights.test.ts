import { expect, it } from 'vitest'
import { assumedPublicRights } from '../../../src/domain/public-rights.ts'

it.each([
  ['15.18 (Debian 15.18-0+deb12u1)', 14, 'USAGE'],
  ['17.11', 13, 'USAGE'],
  ['14.23', 14, 'ALL'],
  ['14.23', 15, 'USAGE'],
  [undefined, 14, 'ALL'],
  [undefined, 18, 'USAGE'],
])('a dump made by pg_dump %s, loaded by server %i, takes %s on public for given', (dumpedBy, server, rights) => {
  expect(assumedPublicRights(dumpedBy, server)).toBe(rights)
})
