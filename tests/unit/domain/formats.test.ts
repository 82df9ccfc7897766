import { describe, expect, it } from 'vitest'
import { formatAge } from '../../../src/domain/format-age.ts'
import { formatCount } from '../../../src/domain/format-count.ts'
import { formatSize } from '../../../src/domain/format-size.ts'
import { parseDuration } from '../../../src/domain/parse-duration.ts'
import { stripControl } from '../../../src/domain/strip-control.ts'
import { suggest } from '../../../src/domain/suggest.ts'

describe('formatSize', () => {
  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1024, '1.00 KB'],
    [13_054_771, '12.45 MB'],
    [1024 ** 2 - 1, '1.00 MB'],
    [3.21 * 1024 ** 2, '3.21 MB'],
    [1024 ** 3, '1.00 GB'],
    [5 * 1024 ** 4, '5.00 TB'],
    [2048 * 1024 ** 5, '2048.00 PB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatSize(bytes)).toBe(text)
  })
})

describe('formatAge', () => {
  const now = new Date('2025-11-20T12:00:00Z')
  it.each([
    ['2025-11-20T11:59:55Z', 'just now'],
    ['2025-11-20T11:59:18Z', '42 s ago'],
    ['2025-11-20T11:56:10Z', '3 min ago'],
    ['2025-11-20T11:00:00Z', '1 hour ago'],
    ['2025-11-20T06:30:00Z', '5 hours ago'],
    ['2025-11-19T11:00:00Z', '1 day ago'],
    ['2025-11-18T11:00:00Z', '2 days ago'],
    ['2024-11-20T12:00:00Z', '365 days ago'],
    ['2025-11-20T12:03:30Z', 'in 3 min'],
    ['2025-11-20T12:00:05Z', 'just now'],
  ])('%s was %s', (then, text) => {
    expect(formatAge(new Date(then), now)).toBe(text)
  })
})

it('counts things with thousands separated and the noun in its number', () => {
  expect(formatCount(20_000, 'row')).toBe('20,000 rows')
  expect(formatCount(1, 'row')).toBe('1 row')
  expect(formatCount(0, 'table')).toBe('0 tables')
  expect(formatCount(2, 'database is', 'databases are')).toBe('2 databases are')
})

describe('parseDuration', () => {
  it.each([
    ['30', 30],
    ['30s', 30],
    [' 2min ', 120],
    ['2m', 120],
    ['1 h', 3600],
    ['1d', 86_400],
    ['0', 0],
  ])('%j is %d seconds', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds)
  })

  it.each(['', '-1', '1.5', '1w', 's', '1e3', '0x10', '9999999999'])('%j is no duration', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })
})

describe('stripControl', () => {
  it.each([
    ['plain "name" – ok é 🐘', 'plain "name" – ok é 🐘'],
    ['\u001B[2Jgone', String.raw`\x1b[2Jgone`],
    ['a\nb\r\tc', String.raw`a\nb\r\tc`],
    ['\u0000\u007F\u009B', String.raw`\x00\x7f\x9b`],
    ['evil\u202Egnp.exe', String.raw`evil\u202egnp.exe`],
    ['zero\u200Bwidth\uFEFF', String.raw`zero\u200bwidth\ufeff`],
  ])('%j is shown as %s', (text, shown) => {
    expect(stripControl(text)).toBe(shown)
  })
})

describe('suggest', () => {
  const keys = ['directory', 'compression', 'format', 'jobs', 'retention', 'keepLast', 'skipPrompt']
  it.each([
    ['directry', 'directory'],
    ['dirctory', 'directory'],
    ['Directory', 'directory'],
    ['keep_last', 'keepLast'],
    ['keep-last', 'keepLast'],
    ['retentions', 'retention'],
    ['compresion', 'compression'],
    ['job', 'jobs'],
  ])('%s was meant as %s', (word, meant) => {
    expect(suggest(word, keys)).toBe(meant)
  })

  it.each(['x', 'bananas', 'url', ''])('%j was meant as none of them', (word) => {
    expect(suggest(word, keys)).toBeUndefined()
  })
})
