import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { DumpScanner } from '../../../src/dump/dump-scanner.ts'
import { cutAt, dump, fixture, scan } from './scan.ts'

/** Reads it as pushInTurns does, and counts how often the event loop turned. */
async function scanInTurns(chunks: readonly Buffer[]) {
  const scanner = new DumpScanner()
  let turns = 0
  let going = true
  const count = () => {
    turns += 1
    if (going) setImmediate(count)
  }
  setImmediate(count)
  const output: Buffer[] = []
  for (const chunk of chunks) output.push(...(await scanner.pushInTurns(chunk)))
  going = false
  return { ...scanner.finish(), output: Buffer.concat(output), turns }
}

it('lets the event loop turn within one large chunk of definitions', async () => {
  const definition = 'CREATE TABLE public.t (id integer NOT NULL, name text, at timestamp with time zone);\n\n'
  const text = dump(definition.repeat(20_000))
  const { turns, output, created } = await scanInTurns([Buffer.from(text)])
  expect(turns).toBeGreaterThan(3)
  expect(output.toString()).toBe(text)
  expect(created).toHaveLength(20_000)
})

it('finds what a scan in one go finds', async () => {
  const whole = fixture('with-create.sql')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(), { maxLength: 8 }), async (places) => {
      const chunks = cutAt(whole, places)
      const { turns: _, ...found } = await scanInTurns(chunks)
      expect(found).toEqual(scan(chunks))
    }),
    { numRuns: 30 },
  )
})
