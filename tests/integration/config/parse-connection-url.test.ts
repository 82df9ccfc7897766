import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseConnectionUrl } from '../../../src/domain/parse-connection-url.ts'
import { isPgsafeError } from '../../../src/errors.ts'
import { agreed, improved, refusedByBoth, stricter, translated } from './connection-urls.ts'
import { askLibpq, type LibpqVerdict } from './libpq.ts'

function ourVerdict(url: string): LibpqVerdict {
  try {
    return parseConnectionUrl(url).params
  } catch (error) {
    if (isPgsafeError(error, 'invalid-url')) return 'refused'
    throw error
  }
}

/** URLs out of parts, every one encoded as it must be. */
const encodedText = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text))
const part = fc.option(encodedText.map(encodeURIComponent), { nil: '' })
const port = fc.option(fc.integer({ min: 1, max: 65_535 }).map(String), { nil: '' })
const host = fc.oneof(
  fc.constantFrom('', 'localhost', '[::1]', '[fe80::1%25en0]', '%2Frun%2Fpostgresql', 'db.example.com', '10.0.0.7'),
  encodedText.map(encodeURIComponent),
)
const place = fc.tuple(host, port).map(([name, number]) => (number === '' ? name : `${name}:${number}`))
const parameter = fc.tuple(fc.constantFrom('user', 'password', 'dbname', 'application_name', 'options'), part)
const generatedUrl = fc
  .record({
    credentials: fc.option(fc.tuple(part, part), { nil: undefined }),
    places: fc.array(place, { minLength: 1, maxLength: 3 }),
    database: fc.option(part, { nil: undefined }),
    query: fc.array(parameter, { maxLength: 3 }),
  })
  .map(({ credentials, places, database, query }) => {
    const user = credentials === undefined ? '' : `${credentials[0]}:${credentials[1]}@`
    const path = database === undefined ? '' : `/${database}`
    const parameters = query.length === 0 ? '' : `?${query.map((pair) => pair.join('=')).join('&')}`
    return `postgresql://${user}${places.join(',')}${path}${parameters}`
  })

/** libpq keeps the commas between missing ports; they say nothing. */
function normal(verdict: LibpqVerdict): LibpqVerdict {
  if (verdict === 'refused' || !/^,+$/.test(verdict['port'] ?? '')) return verdict
  const { port: _, ...rest } = verdict
  return rest
}

describe('our reading of connection strings, held against PQconninfoParse', () => {
  let libpq: Map<string, LibpqVerdict>
  const generated = fc.sample(generatedUrl, { numRuns: 2000, seed: 20_251_120 })

  beforeAll(() => {
    const urls = [agreed, refusedByBoth, stricter.map(([, url]) => url), generated].flat()
    const meanings = [...translated, ...improved].flat()
    const all = [...new Set([...urls, ...meanings])]
    const verdicts = askLibpq(all)
    libpq = new Map(all.map((url, index) => [url, verdicts[index] ?? 'refused']))
  })

  it.each(agreed)('agrees on %j', (url) => {
    expect(libpq.get(url)).not.toBe('refused')
    expect(ourVerdict(url)).toEqual(libpq.get(url))
  })

  it.each(refusedByBoth)('refuses %j as libpq does', (url) => {
    expect(libpq.get(url)).toBe('refused')
    expect(ourVerdict(url)).toBe('refused')
  })

  it.each(stricter)('is stricter about %s', (_why, url) => {
    expect(libpq.get(url)).toBeDefined()
    expect(ourVerdict(url)).toBe('refused')
  })

  it.each(translated)('takes %j, which libpq refuses, to mean %j', (url, meaning) => {
    expect(libpq.get(url)).toBe('refused')
    expect(ourVerdict(url)).toEqual(libpq.get(meaning))
  })

  it.each(improved)('reads %j as %j', (url, meaning) => {
    expect(libpq.get(url)).not.toBe('refused')
    expect(ourVerdict(url)).toEqual(libpq.get(meaning))
  })

  it('agrees on 2,000 generated URLs', () => {
    const different = generated.filter(
      (url) => JSON.stringify(sorted(ourVerdict(url))) !== JSON.stringify(sorted(normal(libpq.get(url) ?? 'refused'))),
    )
    expect(different).toEqual([])
    expect(generated.filter((url) => libpq.get(url) !== 'refused')).toHaveLength(generated.length)
  })
})

function sorted(verdict: LibpqVerdict): unknown {
  return verdict === 'refused' ? verdict : Object.entries(verdict).sort(([a], [b]) => a.localeCompare(b))
}
