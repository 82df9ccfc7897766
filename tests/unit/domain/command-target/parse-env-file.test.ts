import { parse } from 'dotenv'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseEnvFile } from '../../../../src/domain/command-target/parse-env-file.ts'

it.each([
  'A=b',
  'A = b ',
  'export A=b',
  'A="b c" # why',
  "A='b # c'",
  'A=b # c',
  'A=b#c',
  'A="line\\nbreak"',
  'A="two\nlines"\nB=c',
  'A=`it\'s "b"`',
  '# A=b\nB=c',
  'A=\nB=c',
  'A: b',
  'A=postgres://u:p%40@h:5432/d?schema=public&x=y',
  'A="postgres://u:p@h/d"\r\nB=c\r\n',
  'A=1\nA=2',
  '  A=b',
  'A',
])('reads %j as dotenv does', (text) => {
  expect(parseEnvFile(text)).toEqual(parse(text))
})

it('reads any plain or quoted value as dotenv does', () => {
  const value = fc.stringMatching(/^[\w :/@.?&=%$-]{0,30}$/)
  const written = fc.tuple(value, fc.constantFrom('', "'", '"')).map(([text, quote]) => `${quote}${text}${quote}`)
  const line = fc.tuple(fc.stringMatching(/^[A-Z_]{1,8}$/), written).map(([name, text]) => `${name}=${text}`)
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), (lines) => {
      const text = lines.join('\n')
      expect(parseEnvFile(text)).toEqual(parse(text))
    }),
  )
})
