import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bench, describe } from 'vitest'
import { DumpScanner } from '../../src/dump/dump-scanner.ts'

const chunkSize = 64 * 1024
const megabytes = 16

/** `sample` over and over, cut into chunks as a pipe delivers them. One iteration scans 16 MB. */
function repeat(sample: Buffer): Buffer[] {
  const block = Buffer.concat(Array.from({ length: Math.ceil(chunkSize / sample.length) + 1 }, () => sample))
  return Array.from({ length: (megabytes * 1024 * 1024) / chunkSize }, (_, index) => {
    const start = (index * chunkSize) % sample.length
    return block.subarray(start, start + chunkSize)
  })
}

function scan(header: string, chunks: readonly Buffer[]): void {
  const scanner = new DumpScanner()
  scanner.push(Buffer.from(header))
  for (const chunk of chunks) scanner.push(chunk)
  scanner.finish()
}

const fixture = readFileSync(join(import.meta.dirname, '../fixtures/dumps/odd-names.sql'), 'utf8')
const definitions = fixture.slice(fixture.indexOf('SET statement_timeout'), fixture.indexOf('-- Data for Name'))
const copy = 'COPY public.t (a, b, c) FROM stdin;\n'

describe('scanning 16 MB', () => {
  const rows = repeat(Buffer.from('1042\tSome customer name\t2025-11-20 10:35:00+00\t\\N\tanother column of text\n'))
  bench('COPY data, 75 bytes a row', () => scan(copy, rows), { iterations: 5, warmupIterations: 1, time: 0 })

  const shortRows = repeat(Buffer.from('1042\t\\N\t17\n'))
  bench('COPY data, 11 bytes a row', () => scan(copy, shortRows), { iterations: 5, warmupIterations: 1, time: 0 })

  const ddl = repeat(Buffer.from(definitions))
  bench('definitions', () => scan('', ddl), { iterations: 5, warmupIterations: 1, time: 0 })

  const inserts = repeat(Buffer.from("INSERT INTO public.t VALUES (1042, 'Some customer', '2025-11-20', NULL);\n"))
  bench('INSERT statements', () => scan('', inserts), { iterations: 5, warmupIterations: 1, time: 0 })
})
