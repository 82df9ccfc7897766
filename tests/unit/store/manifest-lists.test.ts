import { describe, expect, it } from 'vitest'
import { manifestProblems } from '../../../src/store/manifest-schema.ts'
import { sampleManifest } from './sample-manifest.ts'

const hash = 'a'.repeat(64)
const notCounts = [undefined, null, -1, 1.5, 2 ** 60, '1', []]
const notTexts = [undefined, null, 1, []]
const lists = {
  tables: {
    sound: { schema: 'public', name: 't', rows: 1 },
    bad: { schema: notTexts, name: notTexts, rows: notCounts },
  },
  'moment.tables': {
    sound: { schema: 'public', name: 't', oid: 1 },
    bad: { schema: notTexts, name: notTexts, oid: notCounts },
  },
  files: {
    sound: { name: '1.dat.gz', bytes: 1, sha256: hash },
    bad: {
      name: [...notTexts, '', '../x'],
      bytes: notCounts,
      sha256: [...notTexts, '', `${hash}\n`, hash.toUpperCase()],
    },
  },
}

/** The manifest of a directory with this list. */
function manifestWith(list: string, entries: unknown) {
  const bytes = list === 'files' && Array.isArray(entries) ? entries.length : 0
  const base = { ...sampleManifest(), manifestSha256: hash, format: 'directory', sha256: null, files: [], bytes }
  if (list === 'moment.tables') return { ...base, moment: { xmax: '1', tables: entries } }
  return { ...base, [list]: entries }
}

describe.each(Object.entries(lists))('the list %s', (list, { sound, bad }) => {
  it('may be long, and hold what a later version adds', () => {
    const entries = Array.from({ length: 1000 }, () => ({ ...sound, later: [1] }))
    expect(manifestProblems(manifestWith(list, entries))).toEqual([])
  })

  it.each(Object.entries(bad))('must have the right %s in every entry', (key, values) => {
    for (const value of values) {
      const problems = manifestProblems(manifestWith(list, [sound, { ...sound, [key]: value }]))
      expect(problems).toEqual([expect.stringContaining(`${list}.1.${key}: `)])
    }
  })

  it.each([['x'], [1], [{}], [[null]], [[1]], [['x']], [[[]]], [[{}]]])('is not %j', (entries) => {
    expect(manifestProblems(manifestWith(list, entries))).not.toEqual([])
  })
})

it('a directory is as large as all of its files', () => {
  const whole = manifestWith('files', [lists.files.sound, lists.files.sound])
  expect(manifestProblems(whole)).toEqual([])
  expect(manifestProblems({ ...whole, bytes: 3 })).toEqual(['bytes: expected the 2 of all "files"'])
})
