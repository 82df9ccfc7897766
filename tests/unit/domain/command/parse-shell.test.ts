import * as fc from 'fast-check'
import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { parseShell } from '../../../../src/domain/command/parse-shell.ts'

const wordsOf = (source: string) => parseShell(source)?.map(({ words }) => words)

describe('words', () => {
  it.each([
    [`a 'b c' "d e" f\\ g`, ['a', 'b c', 'd e', 'f g']],
    [`psql -c 'drop table "x"'`, ['psql', '-c', 'drop table "x"']],
    [`echo "a \\"b\\" \\n"`, ['echo', 'a "b" \\n']],
    [`echo $'a\\nb'`, ['echo', 'a\nb']],
    ['echo a#b # a comment', ['echo', 'a#b']],
    ['psql "$URL" ${X:-y}', ['psql', '$URL', '${X:-y}']],
    ['a \\\n  b', ['a', 'b']],
    [`''`, ['']],
  ])('%s', (source, words) => expect(wordsOf(source)).toEqual([words]))
})

describe('several commands', () => {
  it.each([
    ['a && b || c; d | e & f\ng', [['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']]],
    ['(a; b) && { c; d; }', [['a'], ['b'], ['c'], ['d']]],
    ['! a', [['a']]],
    [
      'echo $(dropdb x) `dropdb y`',
      [
        ['dropdb', 'x'],
        ['dropdb', 'y'],
        ['echo', '$(dropdb x)', '`dropdb y`'],
      ],
    ],
    ['echo "$(a "$(b)")"', [['b'], ['a', '$(b)'], ['echo', '$(a "$(b)")']]],
    ['a > x 2>&1 >>y &>z <in', [['a']]],
  ])('%s', (source, words) => expect(wordsOf(source)).toEqual(words))

  it('says what each reads', () => {
    expect(parseShell('yes | a')?.[1]?.input).toEqual({ kind: 'pipe', from: ['yes'] })
    expect(parseShell('a < f.sql')?.[0]?.input).toEqual({ kind: 'file', path: 'f.sql' })
    expect(parseShell(`a <<< 'drop'`)?.[0]?.input).toEqual({ kind: 'text', text: 'drop' })
    expect(parseShell(`a <<'EOF' && b\ndrop\nEOF\nc`)).toMatchObject([
      { words: ['a'], input: { kind: 'text', text: 'drop' } },
      { words: ['b'], input: undefined },
      { words: ['c'], input: undefined },
    ])
    expect(parseShell('x || a')?.[1]?.input).toBeUndefined()
  })

  it('keeps assignments apart', () => {
    expect(parseShell(`A=1 B='x y' cmd C=2`)).toEqual([
      { words: ['cmd', 'C=2'], expanded: [], assignments: { A: '1', B: 'x y' }, input: undefined },
    ])
  })
})

describe('what it does not follow', () => {
  it.each([
    `a 'b`,
    `a "b`,
    'a $(b',
    'a `b',
    'a <<EOF\nb',
    'if true; then dropdb x; fi',
    'for x in a; do b; done',
    'while a; do b; done',
    'f() { dropdb x; }; f',
    'case x in x) y;; esac',
    'a <(b)',
    'echo "$(if a; then b; fi)"',
    'a >',
    'echo ${X:-$(dropdb y)}',
    'echo $(( $(dropdb y) ))',
    'cat <<EOF\n$(dropdb y)\nEOF',
  ])('%s', (source) => expect(parseShell(source)).toBeUndefined())
})

const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`

describe('properties', () => {
  it('reads back whatever was quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (words) => {
        expect(wordsOf(['cmd', ...words.map(quote)].join(' '))).toEqual([['cmd', ...words]])
      }),
    )
  })

  it('never throws, and loses no word character outside quotes', () => {
    fc.assert(
      fc.property(fc.string(), (source) => void parseShell(source)),
      { numRuns: 500 },
    )
    const plain = fc.array(fc.stringMatching(/^[a-z0-9./:=@%+-]+$/), { minLength: 1 })
    fc.assert(
      fc.property(plain, (words) => {
        expect(wordsOf(['cmd', ...words].join(' '))).toEqual([['cmd', ...words]])
      }),
    )
  })

  it('cuts words where a real shell cuts them', () => {
    const piece = fc.constantFrom(
      'a',
      'b c',
      ' ',
      "'",
      '"',
      '\\',
      '\\ ',
      "''",
      '""',
      `'x y'`,
      `"x y"`,
      '#',
      '-',
      '\\\\',
      '=',
    )
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const line = `x ${pieces.join('')}`
        const parsed = wordsOf(line)
        if (parsed === undefined) return
        const shell = execFileSync('sh', ['-c', `printf '%s\\0' ${line}`], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'ignore'],
        })
        expect(parsed).toEqual([shell.split('\0').slice(0, -1)])
      }),
      { numRuns: 150 },
    )
  })
})
