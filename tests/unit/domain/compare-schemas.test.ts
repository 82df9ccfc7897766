import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareSchemas } from '../../../src/domain/compare-schemas.ts'
import { diffLines } from '../../../src/domain/diff-lines.ts'
import { tableOf } from '../../../src/domain/schema-object.ts'

const objectOf = (type: string, name: string, text = `CREATE ${type} ${name};`) => ({
  type,
  schema: 'public',
  name,
  text,
})

describe('compareSchemas', () => {
  it('finds what was created, dropped and changed, whatever the order', () => {
    const before = [objectOf('TABLE', 'a'), objectOf('VIEW', 'v'), objectOf('TABLE', 'gone')]
    const after = [objectOf('TABLE', 'new'), objectOf('VIEW', 'v', 'CREATE VIEW other;'), objectOf('TABLE', 'a')]
    expect(compareSchemas(before, after).map(({ kind, name }) => [kind, name])).toEqual([
      ['dropped', 'gone'],
      ['changed', 'v'],
      ['created', 'new'],
    ])
    expect(compareSchemas(before, before.toReversed())).toEqual([])
  })

  it('shows a new last column as one line: the comma before it is no change', () => {
    const before = objectOf('TABLE', 'a', 'CREATE TABLE a (\n    id integer,\n    note text\n);')
    const after = objectOf('TABLE', 'a', 'CREATE TABLE a (\n    id integer,\n    note text,\n    phone text\n);')
    expect(compareSchemas([before], [after])[0]?.lines).toEqual([{ sign: '+', line: '    phone text' }])
  })

  it('knows what is a part of a table that came or went', () => {
    const index = objectOf('INDEX', 'a_b', 'CREATE INDEX a_b ON public.a USING btree (b);')
    const parts = [objectOf('CONSTRAINT', 'a a_pkey'), index, objectOf('ACL', 'TABLE a'), objectOf('DEFAULT', 'a id')]
    const changes = compareSchemas([objectOf('TABLE', 'a'), ...parts, objectOf('ACL', 'TABLE b')], [])
    expect(changes.map(({ partOf }) => partOf)).toEqual([null, 'a', 'a', 'a', 'a', null])
    expect(compareSchemas([objectOf('TABLE', 'a'), index], [objectOf('TABLE', 'a')])).toMatchObject([{ partOf: null }])
    expect(tableOf(objectOf('COMMENT', 'COLUMN a.b'))).toBe('a')
  })
})

describe('diffLines', () => {
  it('takes out and puts in what makes one text of the other', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const changes = diffLines(before, after)
        const out = changes.filter(({ sign }) => sign === '-').map(({ line }) => line)
        const into = changes.filter(({ sign }) => sign === '+').map(({ line }) => line)
        // What is left of both is the same, in the same order.
        expect(before.length - out.length).toBe(after.length - into.length)
        expect([...before].sort()).toEqual([...after, ...out].sort().filter(withoutEach(into)))
        expect(diffLines(after, after)).toEqual([])
      }),
    )
  })

  it('gives up on shortest for very long texts, not on right', () => {
    const before = Array.from({ length: 1200 }, (_, index) => `old ${index}`)
    const after = Array.from({ length: 1200 }, (_, index) => `new ${index}`)
    expect(diffLines(['same', ...before], ['same', ...after])).toHaveLength(2400)
  })
})

/** Takes each of `lines` out once. */
function withoutEach(lines: readonly string[]): (line: string) => boolean {
  const left = [...lines]
  return (line) => {
    const at = left.indexOf(line)
    if (at !== -1) left.splice(at, 1)
    return at === -1
  }
}
