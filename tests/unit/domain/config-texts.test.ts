import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expandVariables, unresolvedVariable } from '../../../src/domain/expand-variables.ts'
import { findJsonError } from '../../../src/domain/find-json-error.ts'
import { parseServiceFile } from '../../../src/domain/parse-service-file.ts'

describe('findJsonError', () => {
  it.each([
    ['{"a": }', 'line 1, column 7'],
    ['{\n  "a": 1\n  "b": 2\n}', 'line 3, column 3'],
    ['{\n  "a": 1,\n}', 'line 3, column 1'],
    ['[1,]', 'line 1, column 4'],
    ['{a: 1}', 'line 1, column 2'],
    ["{'a': 1}", 'line 1, column 2'],
    ['// comment\n{}', 'line 1, column 1'],
    ['{"a": [1, {"b": nul}]}', 'line 1, column 17'],
    ['{"a": "x', 'line 1, column 7'],
    ['{"a": 1} x', 'line 1, column 10'],
    ['{', 'line 1, column 2'],
    ['', 'line 1, column 1'],
  ])('%j stops being JSON at %s', (text, place) => {
    expect(findJsonError(text)).toBe(place)
  })

  it('reads all JSON to its end', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 2), (text, indent) => {
        const pretty = JSON.stringify(JSON.parse(text), null, indent)
        const lines = pretty.split('\n')
        expect(findJsonError(pretty)).toBe(
          `line ${String(lines.length)}, column ${String((lines.at(-1) ?? '').length + 1)}`,
        )
      }),
      { numRuns: 2000 },
    )
  })
})

describe('expandVariables', () => {
  it('fills in ${NAME} from the environment, else from the file, else with the default', () => {
    const file = { USER_: 'app', HOST: 'localhost', URL: 'postgres://${USER_}:${PW}@${HOST}:${PORT:-5432}/shop' }
    expect(expandVariables(file, { PW: 'hush', HOST: 'db' })['URL']).toBe('postgres://app:hush@db:5432/shop')
  })

  it('leaves what it cannot resolve, loops included, and single dollars', () => {
    expect(expandVariables({ A: '${B}', B: '${A}', C: 'pa$word$1', D: '${MISSING}' }, {})).toEqual({
      A: '${A}',
      B: '${B}',
      C: 'pa$word$1',
      D: '${MISSING}',
    })
    expect(unresolvedVariable('postgres://${MISSING}@h')).toBe('MISSING')
    expect(unresolvedVariable('postgres://a$b{c}@h')).toBeUndefined()
  })

  it('does not expand what the environment says: a shell has already done so', () => {
    expect(expandVariables({ A: 'x${B}' }, { B: '${C}', C: 'c' })['A']).toBe('x${C}')
  })
})

describe('parseServiceFile', () => {
  const file =
    '# comment\n[other]\nhost=elsewhere\n\n[shop]\nhost=db.example.com\nport=5433\nhost=second\n# x\ndbname=my shop\n[last]\nhost=x'

  it('reads one service; the first of two definitions wins, as in libpq', () => {
    expect(parseServiceFile(file, 'shop')).toEqual([
      ['host', 'db.example.com'],
      ['port', '5433'],
      ['dbname', 'my shop'],
    ])
  })

  it('knows when there is no such service', () => {
    expect(parseServiceFile(file, 'sho')).toBeUndefined()
    expect(parseServiceFile('', 'shop')).toBeUndefined()
  })

  it.each([
    'ldap://ldap.example.com/dc=x?description?one?(cn=shop)',
    'host = db',
    'nonsense=hush',
    'service=other',
    'host',
  ])('refuses a line that libpq would look up elsewhere or refuse: %s', (line) => {
    expect(() => parseServiceFile(`[shop]\n${line}\n`, 'shop')).toThrow(/the service "shop"/)
    expect(() => parseServiceFile(`[shop]\n${line}\n`, 'shop')).not.toThrow(/hush/)
  })
})
