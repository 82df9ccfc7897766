import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { chooseClientTools } from '../../../src/domain/choose-client-tools.ts'

const tools = (...versions: string[]) => versions.map((version) => ({ major: Number(version.split('.')[0]), version }))

it.each([
  { found: ['14.1', '15.2', '17.0'], server: 15, chosen: '15.2', why: "the server's own major" },
  { found: ['15.2', '15.18', '15.9'], server: 15, chosen: '15.18', why: 'its highest minor' },
  {
    found: ['18.1', '16.3', '16.15', '17.0'],
    server: 15,
    chosen: '16.15',
    why: 'else the nearest newer, its highest minor',
  },
])('takes $why', ({ found, server, chosen }) => {
  expect(chooseClientTools(tools(...found), server)).toMatchObject({ tools: { version: chosen } })
})

it('takes the first found of equals', () => {
  const found = [
    { major: 15, version: '15.1', psql: 'first' },
    { major: 15, version: '15.1', psql: 'second' },
  ]
  expect(chooseClientTools(found, 15)).toEqual({ tools: found[0] })
})

it('says that there are none', () => {
  expect(chooseClientTools([], 15)).toEqual({ problem: 'none' })
})

it('says that all are too old, and which is the newest', () => {
  expect(chooseClientTools(tools('13.9', '15.18', '14.2'), 16)).toEqual({
    problem: 'too-old',
    newest: { major: 15, version: '15.18' },
  })
})

it('never takes one older than the server, and never passes over a nearer one', () => {
  const version = fc.tuple(fc.integer({ min: 12, max: 19 }), fc.nat(20)).map((parts) => parts.join('.'))
  fc.assert(
    fc.property(fc.array(version), fc.integer({ min: 12, max: 19 }), (versions, server) => {
      const found = tools(...versions)
      const choice = chooseClientTools(found, server)
      const usable = found.map(({ major }) => major).filter((major) => major >= server)
      expect('tools' in choice ? choice.tools.major : Infinity).toBe(Math.min(...usable))
    }),
  )
})
