import { expect, it } from 'vitest'
import { decideColors } from '../../../src/ui/decide-colors.ts'

it.each<[string, Parameters<typeof decideColors>[0], boolean]>([
  ['on in a terminal', { color: undefined, env: {}, isTerminal: true }, true],
  ['off in a pipe', { color: undefined, env: {}, isTerminal: false }, false],
  ['off with --no-color', { color: false, env: { FORCE_COLOR: '1' }, isTerminal: true }, false],
  ['off with NO_COLOR', { color: undefined, env: { NO_COLOR: '1' }, isTerminal: true }, false],
  ['on with an empty NO_COLOR', { color: undefined, env: { NO_COLOR: '' }, isTerminal: true }, true],
  ['on in a pipe with FORCE_COLOR', { color: undefined, env: { FORCE_COLOR: '1' }, isTerminal: false }, true],
  ['off with FORCE_COLOR=0', { color: undefined, env: { FORCE_COLOR: '0' }, isTerminal: true }, false],
  ['off in a dumb terminal', { color: undefined, env: { TERM: 'dumb' }, isTerminal: true }, false],
])('colours are %s', (_what, question, expected) => {
  expect(decideColors(question)).toBe(expected)
})
